/** The traffic of the sample: a process that ends with us, whatever becomes of us. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { inheritedEnvironment } from '../../connectors/targets/process/environment.ts';
import type { NodeProgram, SampleFiles } from './sample-files.ts';

export interface Customers {
	/** Answers per second over the last second; null while nothing is known. */
	requestsPerSecond(now: number): number | null;
	/** Resolves once the process is gone. */
	stop(): Promise<void>;
}

const statsSchema = z.object({ perSecond: z.number(), at: z.number() });
const staleAfterMs = 5_000;
const ratePerSecond = 60;

/** Lets customers in. They leave when their standard input closes, that is also when this process is killed. */
export function startCustomers(
	url: string,
	files: SampleFiles,
	node: NodeProgram,
	/** Extra variables, so that the process can be found by its mark. */
	mark: Readonly<Record<string, string>>,
): Customers {
	const child = spawn(node.file, [...node.args, files.trafficScript, url, files.statsFile, String(ratePerSecond)], {
		cwd: files.folder,
		env: { ...inheritedEnvironment(), ...node.env, ...mark },
		stdio: ['pipe', 'ignore', 'ignore'],
		windowsHide: true,
	});
	const gone = new Promise<void>((done) => {
		child.once('exit', () => done());
		child.once('error', () => done());
	});
	child.stdin?.on('error', () => {});
	return {
		requestsPerSecond(now) {
			try {
				const stats = statsSchema.safeParse(JSON.parse(readFileSync(files.statsFile, 'utf8')));
				return stats.success && now - stats.data.at < staleAfterMs ? Math.round(stats.data.perSecond) : null;
			} catch {
				return null;
			}
		},
		async stop() {
			child.stdin?.end();
			child.kill('SIGTERM');
			await gone;
		},
	};
}
