/** Which commits a pull has to tell, and reading them piece by piece. */
import type { CommitFact } from '../../../../shared/domain/delivery/facts.ts';
import { ok, type Result } from '../../../../shared/domain/result.ts';
import { createFeedParser, feedFormat } from './feed-parser.ts';
import { problemOf } from './problems.ts';
import type { Git } from './run-git.ts';
import { createPathOwners, type ServicePaths } from './service-paths.ts';

/** A list of millions takes git a while, ms. */
const listMs = 30 * 60_000;

/** Hashes of commits, parents before their children, so that what is told is at any time a whole history of its own. */
export interface CommitList {
	readonly length: number;
	/** Null beyond the ends. */
	at(index: number): string | null;
	/** One in each line. */
	lines(from: number, to: number): string;
}

interface RangeRequest {
	readonly git: Git;
	readonly label: string;
	/** Full hashes. Those that are not there are passed over: pushed away, or never fetched. */
	readonly tips: readonly string[];
	/** What can be reached from these was told. */
	readonly told: readonly string[];
}

/** Lists what can be reached from `tips` and not from `told`. The order depends on these two and on nothing else. */
export async function listCommits(
	{ git, label, tips, told }: RangeRequest,
	signal: AbortSignal,
): Promise<Result<CommitList>> {
	const chunks: Uint8Array[] = [];
	const outcome = await git.run({
		args: ['rev-list', '--ignore-missing', '--topo-order', '--reverse', '--stdin'],
		input: `${[...tips, ...told.map((tip) => `^${tip}`)].join('\n')}\n`,
		onStdout: (chunk) => void chunks.push(chunk),
		timeoutMs: listMs,
		signal,
	});
	if (outcome.kind !== 'exited' || outcome.exitCode !== 0) return problemOf(label, outcome);
	return ok(commitList(Buffer.concat(chunks)));
}

/** Every line has the same length, so that a million hashes need no million texts. */
function commitList(bytes: Buffer): CommitList {
	const size = bytes.indexOf(10) + 1;
	const length = size === 0 ? 0 : Math.floor(bytes.length / size);
	const lines = (from: number, to: number) => bytes.toString('latin1', from * size, Math.min(to, length) * size);
	return {
		length,
		at: (index) => (index >= 0 && index < length ? lines(index, index + 1).trim() : null),
		lines,
	};
}

interface ReadRequest {
	readonly git: Git;
	readonly label: string;
	readonly repository: string;
	/** Services that name paths; none: nobody asks which files a commit changes. */
	readonly services: readonly ServicePaths[];
	/** One hash in each line. */
	readonly commits: string;
}

/** Reads some commits. Only trees are looked at, never contents of files, which a blobless clone lacks. */
export async function readCommits(request: ReadRequest, signal: AbortSignal): Promise<Result<readonly CommitFact[]>> {
	const { git, label, repository, services, commits } = request;
	const facts: CommitFact[] = [];
	const owners = services.length === 0 ? null : createPathOwners(services);
	const parser = createFeedParser({ repository, owners, onCommit: (commit) => void facts.push(commit) });
	const paths = owners === null ? ['--no-patch'] : ['--raw', '--no-renames', '--root', '--ignore-submodules=all'];
	const outcome = await git.run({
		args: ['log', '--no-walk=unsorted', '--stdin', '-z', feedFormat, ...paths],
		input: commits,
		onStdout: parser.push,
		timeoutMs: listMs,
		signal,
	});
	if (outcome.kind !== 'exited' || outcome.exitCode !== 0) return problemOf(label, outcome);
	parser.end();
	return ok(facts);
}
