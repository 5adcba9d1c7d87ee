/** Which commit a release is: what its pipeline recorded, what the file names, and git for what is named by a tag. */
import type { PipelineStore, Repository } from '../pipeline-ports.ts';
import type { ServiceSetup } from '../pipelines/setup.ts';
import type { Clock } from '../ports.ts';
import { timed } from '../timed.ts';
import type { CommitOf, KnownCommit } from './told-deployments.ts';

const hash = /^[0-9a-f]{7,64}$/i;
const timeoutMs = 30_000;

/** `find` is the setup of a service of an open project. */
export function createCommitOf(deps: {
	readonly releases: Pick<PipelineStore, 'release'> | null;
	readonly find: (service: string) => ServiceSetup | undefined;
	readonly clock: Clock;
}): CommitOf {
	const { releases, find, clock } = deps;
	const tags = new Map<string, string>();

	/** Kept where git knows it: a tag of a release stays where it is. */
	async function ofTag(service: string, git: Repository, tag: string): Promise<KnownCommit> {
		const key = `${service}\n${tag}`;
		const known = tags.get(key);
		if (known !== undefined) return final(known);
		const asked = await timed({ clock, timeoutMs, what: git.label }, (signal) =>
			git.commits({ from: null, to: tag, paths: [], limit: 1 }, signal),
		);
		if (!asked.ok) return { sha: null, isFinal: asked.problem.code === 'not-found' };
		const sha = asked.value.commits[0]?.sha ?? null;
		if (sha !== null) tags.set(key, sha);
		return final(sha);
	}

	return async (service, { version, commit }) => {
		if (commit !== null && hash.test(commit)) return final(commit.toLowerCase());
		const made = await releases?.release({ service, version });
		if (made?.ok === true && made.value !== null) return final(made.value.commit);
		const setup = find(service);
		const named = commit ?? setup?.listed.find((release) => release.version === version)?.commit ?? null;
		if (named === null) return final(null);
		if (hash.test(named)) return final(named.toLowerCase());
		const git = setup?.pipeline?.git ?? null;
		// Its project may be opened later.
		return git === null ? { sha: null, isFinal: false } : ofTag(service, git, named);
	};
}

function final(sha: string | null): KnownCommit {
	return { sha, isFinal: true };
}
