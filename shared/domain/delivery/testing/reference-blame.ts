/** The brute-force reference of judging: which deployment an incident is put down to. */
import { factRef, type IncidentFact } from '../facts.ts';
import type { HistoryInput } from '../judge-history.ts';
import type { ReferenceCommits } from './reference-commits.ts';
import type { Known } from './reference-standing.ts';
import { lookUp, plainName } from './reference-tellings.ts';

export interface World {
	readonly input: HistoryInput;
	readonly known: readonly Known[];
	readonly commits: ReferenceCommits;
	readonly isMet: (index: number) => boolean;
	/** The other environments of production. */
	readonly others: readonly { readonly environment: string; readonly known: readonly Known[] }[];
}

export interface Blame {
	readonly incident: IncidentFact;
	readonly failed: readonly number[];
	readonly isInferred: boolean;
	readonly because: string | null;
}

export const isBroken = (known: Known | undefined) => ['counted', 'taken-back'].includes(known?.standing ?? '');

export function isOurs({ input: { unit } }: World, { service, environment }: IncidentFact): boolean {
	if (environment === null) return service === unit.service && unit.tier === 'production';
	return service === unit.service && environment === unit.environment;
}

export function blame(world: World, incident: IncidentFact): Blame {
	const said = world.input.said.incidentCause.get(factRef(incident));
	const none = (because: string) => ({ incident, failed: [], isInferred: false, because });
	if (said === null) return none('said-by-hand');
	if (said === undefined && incident.isNotFromChange) return none('said-by-source');
	const names = said === undefined ? incident.causedBy : [said];
	if (names.length > 0) {
		const failed = [...new Set(names.map((name) => named(world, name, incident)))].filter((index) => index >= 0);
		return failed.length === 0 ? none('named-unknown') : { incident, failed, isInferred: false, because: null };
	}
	const last = isOurs(world, incident)
		? latestMet(
				world,
				incident.startedAt,
				world.known.map((_, index) => index),
			)
		: -1;
	const elsewhere =
		incident.environment === null && isOurs(world, incident) ? metElsewhere(world, incident, last) : null;
	if (elsewhere !== null)
		return none(
			incident.startedAt - elsewhere.at > world.input.policy.incidentWindowMs
				? 'none-within-window'
				: 'other-environment',
		);
	const end = world.known[last]?.at;
	if (end === undefined || incident.startedAt - end > world.input.policy.incidentWindowMs)
		return none('none-within-window');
	return { incident, failed: [last], isInferred: true, because: null };
}

/** What users met in another environment of production after what they had met last here; null: nothing. */
function metElsewhere({ input, known, others }: World, { startedAt }: IncidentFact, last: number): Known | null {
	const mine = known[last];
	const rivals = others.flatMap(({ environment, known: theirs }) =>
		theirs.flatMap((own, index) => (isBroken(own) && own.metAt <= startedAt ? [{ environment, own, index }] : [])),
	);
	const all =
		mine === undefined ? rivals : [...rivals, { environment: input.unit.environment, own: mine, index: last }];
	const latest = Math.max(...all.map(({ own }) => own.metAt));
	const first = all.filter(({ own }) => own.metAt === latest);
	// Of one environment the one that took hold last stands for it.
	const each = first.filter(
		(one) => !first.some((other) => other.environment === one.environment && other.index > one.index),
	);
	const end = Math.max(...each.map(({ own }) => own.at));
	const names = each.filter(({ own }) => own.at === end).map(({ environment }) => environment);
	const winner = names.toSorted()[0];
	if (winner === undefined || winner === input.unit.environment) return null;
	return each.find(({ environment }) => environment === winner)?.own ?? null;
}

/** Among the candidates that users had met at an instant, the one met last; -1 where none had been met. */
function latestMet({ known, isMet }: World, instant: number, candidates: readonly number[]): number {
	const metAt = (index: number) => known[index]?.metAt ?? 0;
	return candidates
		.filter((index) => isMet(index) && metAt(index) <= instant)
		.reduce(
			(best, index) =>
				best < 0 || metAt(index) > metAt(best) || (metAt(index) === metAt(best) && index > best) ? index : best,
			-1,
		);
}

function named(world: World, name: string, incident: IncidentFact): number {
	const { known, isMet } = world;
	const direct = known.findIndex(({ refs }, index) => refs.includes(name) && isMet(index));
	if (direct >= 0 || !isOurs(world, incident)) return direct;
	const [kind, value = ''] = name.split(':');
	const all = known.map((_, index) => index).filter(isMet);
	let candidates: readonly number[] = [];
	if (kind === 'version') candidates = all.filter((index) => known[index]?.names.includes(plainName(value)));
	if (kind === 'commit') {
		const whole = world.input.commits?.[lookUp(world.input.commits, value)]?.sha ?? value;
		const bringer = world.commits.bringer(value);
		candidates = all.filter((index) => known[index]?.commit === whole || index === bringer);
	}
	const met = latestMet(world, incident.startedAt, candidates);
	if (met >= 0) return met;
	const earliest = Math.min(...candidates.map((index) => known[index]?.metAt ?? 0));
	return candidates.find((index) => known[index]?.metAt === earliest) ?? -1;
}
