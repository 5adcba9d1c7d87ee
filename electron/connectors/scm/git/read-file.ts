/** One text file as it was at a commit. */
import { ok, type Result } from '../../../../shared/domain/result.ts';
import type { Transport } from './names.ts';
import * as problems from './problems.ts';
import type { Git } from './run-git.ts';

/** Longest file that is read, bytes. */
const mostBytes = 1_000_000;

export interface FilePlace {
	/** Full hash. */
	readonly commit: string;
	readonly path: string;
	/** How its content may be fetched when a blobless clone lacks it. */
	readonly transport: Transport | null;
}

/** Links and submodules are not files. The content is taken as it is kept: nothing converts it. */
export async function readBlob(
	git: Git,
	label: string,
	{ commit, path, transport }: FilePlace,
	signal?: AbortSignal,
): Promise<Result<string>> {
	const args = ['--literal-pathspecs', 'ls-tree', '-z', '--full-tree', commit, '--', path];
	const listed = await git.text({ args, signal });
	if (!listed.ok) return listed;
	const blob = /^100(?:644|755) blob ([0-9a-f]+)\t/.exec(listed.value)?.[1];
	if (blob === undefined) return problems.fileNotFound(label, path, commit);
	const enough = new AbortController();
	const chunks: Uint8Array[] = [];
	let size = 0;
	const outcome = await git.run({
		args: ['cat-file', 'blob', blob],
		signal: signal === undefined ? enough.signal : AbortSignal.any([signal, enough.signal]),
		...(transport === null ? {} : { transport }),
		onStdout(chunk) {
			size += chunk.length;
			if (size > mostBytes) enough.abort();
			else chunks.push(chunk);
		},
	});
	if (size > mostBytes) return problems.fileTooLarge(label, path, mostBytes);
	if (outcome.kind !== 'exited' || outcome.exitCode !== 0) return problems.problemOf(label, outcome);
	return ok(Buffer.concat(chunks).toString('utf8'));
}
