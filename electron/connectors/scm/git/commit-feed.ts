/**
 * The commits of a repository as facts: everything that its branches, its tags and deployed commits lead to. Later pulls tell what
 * was not there before. Where history was pushed over, what is gone stays told: it did run, or it does no harm.
 */
import type { RepositoryConfig } from '../../../../shared/config/pipeline-model.ts';
import type { CommitFact } from '../../../../shared/domain/delivery/facts.ts';
import { type Failure, ok, type Result } from '../../../../shared/domain/result.ts';
import type { FactBatch, FactSource } from '../../../engine/delivery-ports.ts';
import { type FeedState, readCursor, type UnderWay, writeCursor } from './feed-cursor.ts';
import { type CommitList, listCommits, readCommits } from './feed-range.ts';
import { readTips } from './feed-tips.ts';
import { boundaries } from './history.ts';
import { cancelled } from './problems.ts';
import { type GitOptions, type GitSource, labelOf, sourceOf } from './repository.ts';
import type { ServicePaths } from './service-paths.ts';

export interface CommitFeedOptions extends GitOptions {
	readonly id: string;
	/** `CommitFact.repository`. */
	readonly repositoryName: string;
	readonly repository: RepositoryConfig;
	/** Branches that releases come from; null: the one that the repository calls its own. */
	readonly branches: readonly (string | null)[];
	/** Services of the repository that name paths. */
	readonly services: readonly ServicePaths[];
	/** Deployed commits that nobody has told about yet: they may lie on no branch and no tag. */
	readonly deployed?: () => Promise<readonly string[]>;
	/** Commits in one batch; default 5,000. */
	readonly batchSize?: number;
}

/** More tips are not kept: what they lead to is told again by each pull, which does no harm. */
const mostTips = 300;

export function createCommitFeed(options: CommitFeedOptions): FactSource {
	const label = labelOf(options.repository);
	const source = sourceOf(options.repository, label, options);
	const closing = new AbortController();
	const feed: Feed = { ...options, label };
	return {
		id: options.id,
		kind: 'git',
		label: `git ${label}`,
		tells: ['commit'],
		async *pull(request, signal) {
			if (!source.ok) return yield inFacts(source);
			const both = AbortSignal.any([signal, closing.signal]);
			if (both.aborted) return yield cancelled(label);
			for await (const batch of pullCommits(feed, source.value, request, both)) {
				yield batch.ok ? batch : inFacts(batch);
				if (!batch.ok) return;
			}
		},
		close: async () => closing.abort(),
	};
}

interface Feed extends CommitFeedOptions {
	readonly label: string;
}

type Request = Parameters<FactSource['pull']>[0];

async function* pullCommits(
	feed: Feed,
	source: GitSource,
	request: Request,
	signal: AbortSignal,
): AsyncGenerator<Result<FactBatch>> {
	const { label, branches } = feed;
	const about = JSON.stringify([feed.repositoryName, feed.services]);
	let state = readCursor(request.cursor, about);
	const tips = await readTips({ source, label, branches, deployed: (await feed.deployed?.()) ?? [] }, signal);
	if (!tips.ok) return yield tips;
	const cuts = await boundaries(source.git, signal);
	if (!cuts.ok) return yield cuts;
	const standing = [...tips.value.branches, ...tips.value.tags].slice(0, mostTips);
	const now = { tips: [...tips.value.branches, ...tips.value.tags, ...tips.value.deployed], kept: standing };
	let done = 0;
	// What an earlier pull left unfinished comes first, in its own order; then what is new since.
	for (const range of state.under === null ? [now] : [state.under, now]) {
		const list = await listCommits({ git: source.git, label, tips: range.tips, told: state.told }, signal);
		if (!list.ok) return yield list;
		const begin = beginOf(state.under, list.value);
		const piece = { feed, source, list: list.value, range, cuts: cuts.value, before: done, since: request.since };
		for (let at = begin; at < list.value.length; at += sizeOf(feed)) {
			const read = await readPiece(piece, at, state, signal);
			if (!read.ok) return yield read;
			({ state } = read.value);
			done += read.value.facts.length;
			const total = done + list.value.length - Math.min(at + sizeOf(feed), list.value.length);
			yield ok(batchOf(read.value.facts, writeCursor(state, about), { done, total }));
		}
		state = { ...state, told: range.kept, under: null };
	}
	const end = batchOf([], writeCursor(state, about), { done, total: done });
	const leftOut = cuts.value.size === 0 ? [] : [shallow(label)];
	yield ok({ ...end, coveredFrom: state.from, leftOut });
}

const sizeOf = ({ batchSize = 5000 }: Feed): number => batchSize;

/** Where a range goes on that was left; at its beginning when its order is no longer the same. */
function beginOf(under: UnderWay | null, list: CommitList): number {
	return under !== null && under.done > 0 && list.at(under.done - 1) === under.last ? under.done : 0;
}

interface Piece {
	readonly feed: Feed;
	readonly source: GitSource;
	readonly list: CommitList;
	readonly range: Pick<UnderWay, 'tips' | 'kept'>;
	readonly cuts: ReadonlySet<string>;
	readonly since: number;
}

async function readPiece(
	{ feed, source, list, range, cuts, since }: Piece,
	at: number,
	state: FeedState,
	signal: AbortSignal,
): Promise<Result<{ readonly facts: readonly CommitFact[]; readonly state: FeedState }>> {
	const { label, repositoryName: repository, services } = feed;
	const done = Math.min(at + sizeOf(feed), list.length);
	const read = await readCommits(
		{ git: source.git, label, repository, services, commits: list.lines(at, done) },
		signal,
	);
	if (!read.ok) return read;
	const from = coveredBy(read.value, cuts, state.from ?? since);
	const under = { tips: [...range.tips], kept: [...range.kept], done, last: list.at(done - 1) ?? '' };
	return ok({ facts: read.value, state: { ...state, under, from } });
}

/** Complete from its first commit on, or from where a shallow clone is cut off. */
function coveredBy(facts: readonly CommitFact[], cuts: ReadonlySet<string>, from: number): number {
	const cut = facts.filter(({ sha }) => cuts.has(sha)).map(({ committedAt }) => committedAt);
	if (cuts.size > 0) return Math.max(from, ...cut);
	return facts.reduce((earliest, { committedAt }) => Math.min(earliest, committedAt), from);
}

function batchOf(
	facts: readonly CommitFact[],
	cursor: string,
	progress: { readonly done: number; readonly total: number },
): FactBatch {
	return { facts, cursor, progress: { ...progress, noun: 'commits' }, coveredFrom: null, leftOut: [] };
}

const shallow = (label: string) => ({
	what: `History of ${label} before it was cut off`,
	why: 'It is a shallow clone. Run "git fetch --unshallow" there once.',
});

/** The codes that sources of facts have; the sentences stay. */
function inFacts(failure: Failure): Failure {
	const { code } = failure.problem;
	if (code === 'cancelled' || code === 'too-large') return failure;
	const mapped = code === 'scm-unreachable' ? 'facts-unreachable' : 'facts-rejected';
	return { ok: false, problem: { ...failure.problem, code: mapped } };
}
