/** The commits of a range, counted in one pass. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { ok, type Result } from '../../../../shared/domain/result.ts';
import { createLogParser, logFormat, type LogSummary } from './log-parser.ts';
import { isPathGlob, pathspec } from './names.ts';
import * as problems from './problems.ts';
import type { Git } from './run-git.ts';

export interface Range {
	/** Full hashes; `from` null for all of the history. */
	readonly from: string | null;
	readonly to: string;
	readonly paths: readonly string[];
	readonly limit: number;
}

/** Fails where a shallow clone lacks a part of the range: a count that is too small would look like a small release. */
export async function readLog(
	git: Git,
	label: string,
	range: Range,
	signal?: AbortSignal,
): Promise<Result<LogSummary>> {
	const wrong = range.paths.find((path) => !isPathGlob(path));
	if (wrong !== undefined) return problems.notAName('path', wrong);
	const cuts = await boundaries(git, signal);
	if (!cuts.ok) return cuts;
	let isCut = false;
	const parser = createLogParser(range.limit, (sha) => {
		isCut ||= cuts.value.has(sha);
	});
	const parts = range.from === null ? [range.to] : [range.to, `^${range.from}`];
	const outcome = await git.run({
		// All parents are followed: work that was merged and taken back later is part of the range too.
		args: ['log', '-z', logFormat, '--full-history', '--no-renames', ...parts, '--', ...range.paths.flatMap(pathspec)],
		signal,
		onStdout: parser.push,
	});
	if (outcome.kind !== 'exited' || outcome.exitCode !== 0) return problems.problemOf(label, outcome);
	const isPartial = isCut || (cuts.value.size > 0 && (range.from === null || range.paths.length > 0));
	return isPartial ? problems.isShallow(label) : ok(parser.summary());
}

/** Commits whose parents are not there; none in a whole clone. */
export async function boundaries(git: Git, signal?: AbortSignal): Promise<Result<ReadonlySet<string>>> {
	const args = ['rev-parse', '--path-format=absolute', '--git-path', 'shallow'];
	const place = await git.text({ args, signal });
	if (!place.ok) return place;
	const file = place.value.trim();
	if (!existsSync(file)) return ok(new Set());
	return ok(new Set((await readFile(file, 'utf8')).split('\n').filter((line) => line !== '')));
}
