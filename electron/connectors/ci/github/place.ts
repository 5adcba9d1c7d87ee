/** Where a runner's repository is, for every route. */
import type { GithubRunnerConfig } from '../../../../shared/config/pipeline-model.ts';
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../../shared/domain/result.ts';

export interface Place {
	readonly owner: string;
	readonly repo: string;
	readonly workflow: string | null;
	/** Below this lies what only files are read from: logs and archives. */
	readonly address: string;
	/** The repository's page for people. */
	readonly web: string;
}

/** `https://api.github.com`, `https://api.SUB.ghe.com` and `https://HOST/api/v3` are the three forms that GitHub has. */
function webOf(api: string): string {
	const url = URL.parse(api);
	if (url === null) return api;
	return `${url.protocol}//${url.host.replace(/^api\./, '')}`;
}

export function placeOf(config: GithubRunnerConfig): Place {
	const { owner, name } = config.repository;
	const path = `${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
	const api = config.api.replace(/\/+$/, '');
	return {
		owner,
		repo: name,
		workflow: config.workflow,
		address: `${api}/repos/${path}`,
		web: `${webOf(api)}/${path}`,
	};
}

/** `what` names the thing: "run 12", "job 7 in the run". */
export function unknownThing(what: string): Failure {
	return fail('not-found', `GitHub has no ${what} in this repository.`, 'Look at the list of runs again.');
}

/** GitHub's ids are numbers. Fails with `not-found`. */
export function numericId(id: string, what: string): Result<number> {
	return /^[1-9]\d{0,14}$/.test(id) ? ok(Number(id)) : unknownThing(`${what} ${JSON.stringify(id.slice(0, 40))}`);
}
