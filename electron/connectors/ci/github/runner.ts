/** GitHub Actions as a runner: https://docs.github.com/en/rest/actions */
import type { GithubRunnerConfig } from '../../../../shared/config/pipeline-model.ts';
import { fail } from '../../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../../shared/domain/result.ts';
import type { PipelineRunner, RunnerAbilities } from '../../../engine/pipeline-ports.ts';
import { budgetKey } from '../../http-hosts/budget-key.ts';
import { createCiHttp } from '../../http-hosts/client.ts';
import type { CiHost, CiHttpDeps } from '../../http-hosts/host.ts';
import { cancelled } from '../../http-hosts/patience.ts';
import { cancel, rerun, start } from './acts.ts';
import { answer } from './answer.ts';
import { createGithubApi } from './api.ts';
import { fetchArtifact, listArtifacts } from './artifacts.ts';
import { readLog } from './logs.ts';
import { placeOf } from './place.ts';
import { createProtectionReader } from './protection.ts';
import { listRuns, readRun } from './runs.ts';

/** The version whose answers `schemas.ts` describes. */
const apiVersion = '2022-11-28';

function hostOf(config: GithubRunnerConfig): CiHost {
	const { owner, name } = config.repository;
	return {
		label: `GitHub ${owner}/${name}`,
		product: 'GitHub',
		base: config.api.replace(/\/+$/, ''),
		headers: {
			accept: 'application/vnd.github+json',
			'user-agent': 'signalbox',
			'x-github-api-version': apiVersion,
		},
		auth:
			config.token === null
				? null
				: { secret: config.token, headers: (secret) => ({ authorization: `Bearer ${secret}` }) },
	};
}

/** Public repositories are readable without a token, but nothing can be done to them. */
function abilitiesOf(config: GithubRunnerConfig): RunnerAbilities {
	const hasToken = config.token !== null;
	return {
		start: hasToken && config.workflow !== null,
		rerun: hasToken,
		rerunFailed: hasToken,
		cancel: hasToken,
		followLog: false,
		answer: hasToken,
	};
}

function wantsToken(label: string): Failure {
	return fail(
		'unsupported',
		`${label} takes orders only from somebody it knows, and no token is configured.`,
		'Name one under pipeline.runner.token in signalbox.yaml.',
	);
}

/** A runner for one repository. Opens nothing before it is asked. */
export function createGithubRunner(config: GithubRunnerConfig, deps: CiHttpDeps): PipelineRunner {
	const host = hostOf(config);
	const key = budgetKey(host.base, config.token);
	const http = createCiHttp(host, deps);
	const api = createGithubApi(http, { budgetKey: key, clock: deps.clock });
	const place = placeOf(config);
	const protection = createProtectionReader(api, place);

	const unlessAborted = async <T>(
		signal: AbortSignal | undefined,
		ask: () => Promise<Result<T>>,
	): Promise<Result<T>> => (signal?.aborted === true ? cancelled(host.label) : ask());
	const act = async <T>(signal: AbortSignal | undefined, ask: () => Promise<Result<T>>): Promise<Result<T>> =>
		config.token === null ? wantsToken(host.label) : unlessAborted(signal, ask);

	return {
		kind: 'github',
		label: host.label,
		host: key,
		can: abilitiesOf(config),
		listRuns: (request, signal) => unlessAborted(signal, () => listRuns(api, place, { ...request, signal })),
		readRun: (nativeId, signal) =>
			unlessAborted(signal, () => readRun(api, { place, protection }, { nativeId, signal })),
		readLog: (request, signal) => unlessAborted(signal, () => readLog(api, place, { ...request, signal })),
		artifacts: (nativeId, signal) => unlessAborted(signal, () => listArtifacts(api, place, { nativeId, signal })),
		fetchArtifact: (request, signal) => unlessAborted(signal, () => fetchArtifact(api, place, { ...request, signal })),
		start: (request, signal) => act(signal, () => start(api, place, { ...request, signal })),
		rerun: (request, signal) => act(signal, () => rerun(api, place, { ...request, signal })),
		cancel: (nativeId, signal) => act(signal, () => cancel(api, place, { nativeId, signal })),
		answer: (request, signal) => act(signal, () => answer(api, place, { ...request, signal })),
		close: async () => http.close(),
	};
}
