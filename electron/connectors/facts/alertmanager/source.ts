/** Alerts of Prometheus' Alertmanager that fire, as incidents: from the first look on, because it knows no past. */
import { z } from 'zod';
import type { AlertmanagerFactsConfig } from '../../../../shared/config/delivery-model.ts';
import type { IncidentFact } from '../../../../shared/domain/delivery/facts.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { FactSource } from '../../../engine/delivery-ports.ts';
import { joinUrl } from '../../http.ts';
import type { CiReply } from '../../http-hosts/host.ts';
import { versionedCursor } from '../common/cursor.ts';
import { createFactsHttp, type FactsHost, type FactsHttp, type FactsHttpDeps } from '../common/http.ts';
import type { LeftOut } from '../common/left-out.ts';
import { createSteppedSource, mostFactsOfBatch, type Step } from '../common/stepped.ts';
import { endOf, factOf, type Firing, firingSchema, identityOf, readAlert } from './firing.ts';
import { type Alert, alertSchema, alertsSchema } from './schemas.ts';

const stateSchema = z.object({
	/** The first look; nothing is known of what was before. */
	watchedFrom: z.number(),
	lastLook: z.number(),
	/** Told as open. */
	firing: z.array(firingSchema),
});

type State = z.infer<typeof stateSchema>;

/** All of them go into the cursor; more at once are no incidents but a storm. */
const mostFiring = 5000;

interface Alertmanager {
	readonly config: AlertmanagerFactsConfig;
	readonly http: FactsHttp;
	isOurs(name: string): boolean;
}

interface Shown {
	/** Everything that is there, silenced or not, by identity. */
	readonly all: ReadonlyMap<string, Firing>;
	/** What is new only counts while it is active: what was silenced from the beginning bothered nobody. */
	readonly active: readonly Firing[];
	readonly leftOut: readonly LeftOut[];
}

function addressOf({ config }: Alertmanager): string {
	const filters = Object.entries(config.labels).map(([name, value]) => ['filter', `${name}=${JSON.stringify(value)}`]);
	const query = new URLSearchParams([['active', 'true'], ['silenced', 'true'], ['inhibited', 'true'], ...filters]);
	return `${joinUrl(config.url, 'api/v2/alerts')}?${query.toString()}`;
}

function read(config: AlertmanagerFactsConfig, entries: readonly unknown[], now: number): Shown {
	const all = new Map<string, Firing>();
	const active: Firing[] = [];
	const leftOut: LeftOut[] = [];
	const take = (alert: Alert, firing: Firing) => {
		// Its clock and ours differ, so an end that has just passed is an end.
		if (firing.endsAt <= now && firing.endsAt > firing.startsAt) return;
		all.set(identityOf(firing), firing);
		if (alert.status.state === 'active') active.push(firing);
	};
	for (const entry of entries) {
		const parsed = alertSchema.safeParse(entry);
		const firing = parsed.success ? readAlert(config, parsed.data) : 'it is not as documented';
		if (typeof firing === 'string') leftOut.push({ what: 'An alert', why: firing });
		else if (parsed.success && firing !== null) take(parsed.data, firing);
	}
	return { all, active, leftOut };
}

/** What ended since the last look, then what is new; no more than one batch, and the rest at the next look. */
function compare(alertmanager: Alertmanager, state: State, shown: Shown, now: number): Step<State> {
	const { config, isOurs } = alertmanager;
	const starts = new Map([...shown.all.values()].map(({ fingerprint, startsAt }) => [fingerprint, startsAt]));
	const known = new Set(state.firing.map(identityOf));
	const facts: IncidentFact[] = [];
	const firing: Firing[] = [];
	for (const before of state.firing) {
		const still = shown.all.get(identityOf(before));
		if (still !== undefined || facts.length >= mostFactsOfBatch) {
			firing.push(still === undefined ? before : { ...before, endsAt: still.endsAt });
			continue;
		}
		const end = endOf(before, { last: state.lastLook, now }, starts.get(before.fingerprint) ?? null);
		facts.push(factOf(config, before, end, isOurs));
	}
	const fresh = shown.active.filter((one) => !known.has(identityOf(one)));
	const room = Math.max(0, Math.min(mostFactsOfBatch - facts.length, mostFiring - firing.length));
	const told = fresh.slice(0, room);
	firing.push(...told);
	facts.push(...told.map((one) => factOf(config, one, null, isOurs)));
	const isStorm = fresh.length > room && firing.length >= mostFiring;
	const storm = { what: `${fresh.length - room} alerts`, why: `more than ${mostFiring} fire at once` };
	return {
		facts,
		leftOut: isStorm ? [...shown.leftOut, storm] : shown.leftOut,
		state: { ...state, lastLook: now, firing },
		...{ isDone: true, coveredFrom: state.watchedFrom, total: facts.length },
	};
}

async function look(
	alertmanager: Alertmanager,
	state: State,
	now: number,
	signal: AbortSignal,
): Promise<Result<Step<State>>> {
	const address = addressOf(alertmanager);
	const reply = await alertmanager.http.read({ address, signal, what: 'its alerts' }, alertsSchema);
	if (!reply.ok) return reply;
	return ok(compare(alertmanager, state, read(alertmanager.config, reply.value.value, now), now));
}

function authOf({ auth }: AlertmanagerFactsConfig): FactsHost['auth'] {
	if (auth === null) return null;
	if ('bearer' in auth) return { secret: auth.bearer, headers: (secret) => ({ authorization: `Bearer ${secret}` }) };
	const basic = (secret: string) => Buffer.from(`${auth.user}:${secret}`, 'utf8').toString('base64');
	return { secret: auth.password, headers: (secret) => ({ authorization: `Basic ${basic(secret)}` }) };
}

/** It answers a refusal with a JSON text, or with the words of what stands before it. */
const refusal = ({ text }: CiReply) => ({ said: text.startsWith('"') ? text.slice(1, -2) : null });

export function createAlertmanagerSource(config: AlertmanagerFactsConfig, deps: FactsHttpDeps): FactSource {
	const label = `Alertmanager ${URL.parse(config.url)?.host ?? config.url}`;
	const host = { label, product: 'Alertmanager', base: config.url, headers: { accept: 'application/json' }, refusal };
	const http = createFactsHttp({ ...host, auth: authOf(config) }, deps);
	const alertmanager: Alertmanager = { config, http, isOurs: deps.isOurService ?? (() => false) };
	const about = [
		config.url,
		config.serviceLabel,
		JSON.stringify(Object.entries(config.labels).toSorted(([a], [b]) => (a < b ? -1 : 1))),
	];
	return createSteppedSource<State>({
		...{ id: config.id, kind: 'alertmanager', label, tells: ['incident'], noun: 'alerts' },
		cursor: versionedCursor('alertmanager', 1, stateSchema, about),
		begin: (kept, { now }) => kept ?? { watchedFrom: now, lastLook: now, firing: [] },
		step: (state, { now }, signal) => look(alertmanager, state, now, signal),
		close: () => http.close(),
	});
}
