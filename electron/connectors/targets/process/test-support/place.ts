/** A process target in a folder of its own, for the tests. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProcessTargetConfig } from '../../../../../shared/config/model.ts';
import type { Target } from '../../../../engine/ports.ts';
import { quietLogger, realClock } from '../../../../testing/real-world.ts';
import { endEverything, listStarted } from '../leftovers.ts';
import { createProcessTarget } from '../target.ts';

export const fixtureService = fileURLToPath(new URL('./fixture-service.mjs', import.meta.url));
export const routerMain = fileURLToPath(new URL('../router-main.ts', import.meta.url));

export function fixtureConfig(change: Partial<ProcessTargetConfig> = {}): ProcessTargetConfig {
	return {
		kind: 'process',
		label: 'processes',
		port: 0,
		run: {
			file: process.execPath,
			args: [fixtureService, '{version}'],
			cwd: tmpdir(),
			env: {},
			timeoutMs: 10_000,
		},
		healthPath: '/health',
		readyTimeoutMs: 10_000,
		instances: 1,
		drainMs: 1_000,
		...change,
	};
}

export interface TestPlace {
	readonly folder: string;
	readonly target: Target;
	/** Another control room on the same folder. */
	another(change?: Partial<ProcessTargetConfig>): Target;
	pids(kind: 'router' | 'slot'): readonly number[];
	dispose(): Promise<void>;
}

export function makePlace(
	change: Partial<ProcessTargetConfig> = {},
	folder: string = mkdtempSync(join(tmpdir(), 'sbx-process-')),
): TestPlace {
	const launchRouter = { file: process.execPath, args: [routerMain] };
	const targets: Target[] = [];
	const another = (more: Partial<ProcessTargetConfig> = {}) => {
		const deps = { stateFolder: folder, clock: realClock, logger: quietLogger, launchRouter };
		const target = createProcessTarget(fixtureConfig({ ...change, ...more }), deps);
		targets.push(target);
		return target;
	};
	return {
		folder,
		target: another(),
		another,
		pids(kind) {
			const listed = listStarted(folder);
			return listed.ok ? listed.value.filter((one) => one.kind === kind).map((one) => one.pid) : [];
		},
		async dispose() {
			for (const target of targets) await target.close();
			await endEverything(folder);
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
