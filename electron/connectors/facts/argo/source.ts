/**
 * Deployments of an application of Argo CD, out of its own history. Argo keeps the last ten: what is older and was never asked for
 * is gone, so what is covered begins with the oldest entry that was ever seen without a gap.
 */
import { z } from 'zod';
import { repositoryName } from '../../../../shared/config/repository.ts';
import type { ArgoFactsConfig } from '../../../../shared/config/delivery-model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { FactSource } from '../../../engine/delivery-ports.ts';
import { joinUrl } from '../../http.ts';
import type { CiReply } from '../../http-hosts/host.ts';
import { parseJson } from '../../http-hosts/json.ts';
import { versionedCursor } from '../common/cursor.ts';
import type { Refusal } from '../common/failures.ts';
import { createFactsHttp, type FactsHttp } from '../common/http.ts';
import { type ProjectFactsDeps, tierIn } from '../common/known-project.ts';
import { readEach } from '../common/read-each.ts';
import { createSteppedSource, type PullTimes, type Step } from '../common/stepped.ts';
import { type ArgoPlace, deployedFact, isTold, operationFact } from './deployment.ts';
import { applicationSchema, type ArgoOperation, errorSchema, historySchema, operationSchema } from './schemas.ts';

export interface ArgoFactsDeps extends ProjectFactsDeps {
	/** Name of the service's own repository in the store; null where it has none. Argo usually deploys from another one. */
	readonly repositoryName: string | null;
}

const stateSchema = z.object({
	/** Native ids of what was told as over. */
	told: z.array(z.string()),
	from: z.number().nullable(),
});
type State = z.output<typeof stateSchema>;

/** More than any Argo keeps. */
const mostTold = 200;

export function createArgoFacts(config: ArgoFactsConfig, deps: ArgoFactsDeps): FactSource {
	const { token, application } = config;
	const http = createFactsHttp(
		{
			...{ label: `Argo CD ${application}`, product: 'Argo CD', base: config.url },
			headers: { accept: 'application/json' },
			auth: token === null ? null : { secret: token, headers: (secret) => ({ authorization: `Bearer ${secret}` }) },
			refusal,
		},
		deps,
	);
	const place: ArgoPlace = {
		config,
		tier: tierIn(deps, config.service, config.environment),
		isOwnRepository: (url) =>
			deps.repositoryName !== null && repositoryName({ kind: 'address', url }) === deps.repositoryName,
	};
	return createSteppedSource<State>({
		...{ id: config.id, kind: 'argo', label: http.host.label, tells: ['deployment'], noun: 'deployments' },
		cursor: versionedCursor('argo', 1, stateSchema, [config.url, application]),
		begin: (kept) => kept ?? { told: [], from: null },
		step: (state, times, signal) => readApplication({ http, place, state, times }, signal),
		close: () => http.close(),
	});
}

function refusal(reply: CiReply): Refusal {
	const parsed = errorSchema.safeParse(parseJson(reply.text));
	// https://argo-cd.readthedocs.io/en/stable/developer-guide/api-docs/#how-to-avoid-403-errors-for-missing-applications
	const missing = 'there is no application of this name, or the token may not get it (it answers the same for both)';
	return { missing, said: parsed.success ? (parsed.data.message ?? parsed.data.error ?? null) : null };
}

interface Reading {
	readonly http: FactsHttp;
	readonly place: ArgoPlace;
	readonly state: State;
	readonly times: PullTimes;
}

async function readApplication(
	{ http, place, state, times }: Reading,
	signal: AbortSignal,
): Promise<Result<Step<State>>> {
	const { url, application } = place.config;
	const address = joinUrl(url, `api/v1/applications/${encodeURIComponent(application)}`);
	const read = await http.read({ address, signal, what: 'its history' }, applicationSchema);
	if (!read.ok) return read;
	const { history, operationState } = read.value.value.status;
	const readOperation = (one: ArgoOperation) => {
		const fact = isTold(one) ? operationFact(place, one) : null;
		return typeof fact === 'string' ? fact : { fact };
	};
	const done = readEach(history ?? [], historySchema, (entry) => deployedFact(place, entry), 'deployment');
	const running = readEach(operationState == null ? [] : [operationState], operationSchema, readOperation, 'operation');
	const all = [...done.items, ...running.items.flatMap(({ fact }) => fact ?? [])];
	const known = new Set(state.told);
	const facts = all.filter(({ nativeId, startedAt }) => !known.has(nativeId) && startedAt >= times.since);
	const over = all.filter(({ finishedAt }) => finishedAt !== null).map(({ nativeId }) => nativeId);
	const oldest = done.items.reduce((least, { startedAt }) => Math.min(least, startedAt), times.now);
	const hasGap =
		state.from !== null && done.items.length > 0 && !done.items.some(({ nativeId }) => known.has(nativeId));
	const from = state.from === null || hasGap ? Math.max(oldest, times.since) : state.from;
	return ok({
		...{ facts, leftOut: [...done.leftOut, ...running.leftOut], isDone: true, coveredFrom: from },
		state: { told: [...new Set([...state.told, ...over])].slice(-mostTold), from },
	});
}
