/** Asks a host of facts: the careful HTTP of `http-hosts` with failures that speak of facts, and with pauses that are kept. */
import type { z } from 'zod';
import { ok } from '../../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../../shared/domain/result.ts';
import { createCiHttp } from '../../http-hosts/client.ts';
import type { CiHost, CiHttpDeps, CiReply, CiRequest } from '../../http-hosts/host.ts';
import { parseJson } from '../../http-hosts/json.ts';
import { factsFailure, inPause, notUnderstood, refused, type Refusal } from './failures.ts';
import type { HostClock } from './host-clock.ts';

export interface FactsHttpDeps extends CiHttpDeps {
	/** Services of signalbox.yaml: a source's name for one that is the same needs no entry. Absent: none is. */
	readonly isOurService?: (name: string) => boolean;
}

export interface FactsHost extends CiHost {
	/** What the product itself says in an answer that is no success. */
	readonly refusal?: (reply: CiReply) => Refusal;
	/** Part of the host's budget that is left to others, who poll runs and wait for clicks. Default 0.3. */
	readonly reserve?: number;
}

export interface FactsRequest extends CiRequest {
	/** "its incidents": the object of "did not show". */
	readonly what: string;
}

export interface FactsHttp extends HostClock {
	readonly host: FactsHost;
	/**
	 * One answer, whatever its status. Fails with `facts-unreachable`, `facts-unauthorised`, `facts-rejected` (redirects), `facts-rate-limited`
	 * (a pause is not over), `cancelled`, `too-large`, `secret-missing`.
	 */
	ask(request: FactsRequest): Promise<Result<CiReply>>;
	/** A good answer as JSON of a known shape; a status other than 200 is a failure. */
	read<T>(request: FactsRequest, schema: z.ZodType<T>): Promise<Result<{ readonly value: T; readonly reply: CiReply }>>;
	/** As `read`; null where the host says that there is no such thing (status 404). */
	find<T>(request: FactsRequest, schema: z.ZodType<T>): Promise<Result<T | null>>;
	/** The failure that an answer without success stands for. */
	refused(reply: CiReply, what: string): Failure;
	/** The failure that a good answer of an unknown form stands for. */
	odd(what: string): Failure;
	/** Ends what is under way; later requests are `cancelled`. */
	close(): void;
}

const defaultReserve = 0.3;

/** When the host may be asked again after this answer; 0: at once. */
function pauseAfter(reply: CiReply, reserve: number): number {
	const { limit = null, remaining = null, resetsAt = null } = reply.budget ?? {};
	const isSpent = limit !== null && remaining !== null && remaining <= Math.floor(limit * reserve);
	return Math.max(reply.notBefore ?? 0, isSpent ? (resetsAt ?? 0) : 0);
}

export function createFactsHttp(host: FactsHost, deps: FactsHttpDeps): FactsHttp {
	const http = createCiHttp(host, deps);
	let notBefore = 0;
	let clockSkewMs = 0;

	const ask = async ({ what, ...request }: FactsRequest): Promise<Result<CiReply>> => {
		if (notBefore > deps.clock.now()) return inPause(host, what, notBefore);
		const reply = await http.send(request);
		if (!reply.ok) return factsFailure(reply, host);
		notBefore = pauseAfter(reply.value, host.reserve ?? defaultReserve);
		clockSkewMs = reply.value.clockSkewMs ?? clockSkewMs;
		return reply;
	};
	const refusedBy = (reply: CiReply, what: string): Failure => {
		const failure = refused(host, reply, what);
		const until = failure.problem.code === 'facts-rate-limited' ? failure.problem.details?.['notBefore'] : 0;
		if (typeof until === 'number') notBefore = Math.max(notBefore, until);
		return failure;
	};
	const understood = <T>(reply: CiReply, what: string, schema: z.ZodType<T>): Result<T> => {
		if (reply.status !== 200) return refusedBy(reply, what);
		const parsed = schema.safeParse(parseJson(reply.text));
		return parsed.success ? ok(parsed.data) : notUnderstood(host, what, parsed.error);
	};
	return {
		host,
		ask,
		refused: refusedBy,
		odd: (what) => notUnderstood(host, what),
		async read(request, schema) {
			const reply = await ask(request);
			if (!reply.ok) return reply;
			const read = understood(reply.value, request.what, schema);
			return read.ok ? ok({ value: read.value, reply: reply.value }) : read;
		},
		async find(request, schema) {
			const reply = await ask(request);
			if (!reply.ok) return reply;
			return reply.value.status === 404 ? ok(null) : understood(reply.value, request.what, schema);
		},
		clockSkewMs: () => clockSkewMs,
		close: () => http.close(),
	};
}
