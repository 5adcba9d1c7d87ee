/** Which deployment an incident came from: said by hand, named by its source, or inferred from nearness in time. */
import { compareText } from '../order.ts';
import { type FactRef, factRef, type IncidentFact } from './facts.ts';
import type { JudgedHistory } from './judged.ts';
import type { Walk } from './lead-times.ts';
import { type PlacedDeployment, versionName } from './place.ts';
import { type LastMet, lastMetOf, type MetHistory } from './met-elsewhere.ts';
import { canFail, type Standing } from './standing.ts';
import { afterWords, evidenceWords } from './judging-words.ts';

/** An incident put down to a deployment. */
export interface Cause {
	readonly incident: IncidentFact;
	readonly ref: FactRef;
	/** Index of the deployment. */
	readonly deployment: number;
	readonly isInferred: boolean;
	readonly text: string;
}

export interface Causes {
	readonly causes: readonly Cause[];
	readonly without: JudgedHistory['incidentsWithoutDeployment'];
}

export interface CausesInput {
	readonly unit: { readonly service: string; readonly environment: string; readonly tier: string };
	readonly incidents: readonly IncidentFact[];
	readonly said: { readonly incidentCause: ReadonlyMap<FactRef, FactRef | null> };
	readonly policy: { readonly incidentWindowMs: number };
	readonly placed: readonly PlacedDeployment[];
	readonly standings: readonly Standing[];
	readonly walk: Walk;
	/** The service's other environments of production. */
	readonly elsewhere: readonly MetHistory[];
}

type Because = JudgedHistory['incidentsWithoutDeployment'][number]['because'];

/** What is said by hand holds; else what the source names; only where nobody said anything it is inferred. */
export function attribute(input: CausesInput): Causes {
	const named = createNames(input);
	const lastMet = createLastMet(input);
	const { environment } = input.unit;
	const causes: Cause[] = [];
	const without: { ref: FactRef; because: Because; startedAt: number }[] = [];
	for (const incident of [...input.incidents].sort(compare)) {
		const ref = factRef(incident);
		const isOurs = isOfUnit(incident, input.unit);
		const found = causeOf(
			incident,
			{ said: input.said.incidentCause.get(ref), isOurs, environment },
			{ named, lastMet },
		);
		if (typeof found === 'string') {
			if (isOurs) without.push({ ref, because: found, startedAt: incident.startedAt });
			continue;
		}
		for (const cause of found) causes.push({ incident, ref, ...cause });
	}
	return { causes, without };
}

/** Of production where it names no environment; of another environment it counts only there. */
export function isOfUnit(incident: IncidentFact, unit: CausesInput['unit']): boolean {
	if (incident.service !== unit.service) return false;
	return incident.environment === null ? unit.tier === 'production' : incident.environment === unit.environment;
}

interface Finders {
	readonly named: (name: string, incident: IncidentFact, isOurs: boolean) => number | null;
	readonly lastMet: (incident: IncidentFact) => LastMet | null;
}

interface Asked {
	readonly said: FactRef | null | undefined;
	readonly isOurs: boolean;
	/** That is judged. */
	readonly environment: string;
}

type Found = Because | readonly Pick<Cause, 'deployment' | 'isInferred' | 'text'>[];

function causeOf(incident: IncidentFact, { said, isOurs, environment }: Asked, find: Finders): Found {
	const id = incident.nativeId;
	if (said === null) return 'said-by-hand';
	if (said !== undefined) {
		const deployment = find.named(said, incident, isOurs);
		return deployment === null
			? 'named-unknown'
			: [{ deployment, isInferred: false, text: evidenceWords.linkedByHand(id) }];
	}
	if (incident.isNotFromChange) return 'said-by-source';
	if (incident.causedBy.length > 0) {
		const found = new Set(incident.causedBy.map((name) => find.named(name, incident, isOurs)));
		found.delete(null);
		const text = evidenceWords.linkedBySource(id);
		const links = [...found].flatMap((deployment) =>
			deployment === null ? [] : [{ deployment, isInferred: false, text }],
		);
		return links.length === 0 ? 'named-unknown' : links;
	}
	const last = isOurs ? find.lastMet(incident) : null;
	if (last === null) return 'none-within-window';
	if (last.environment !== environment) return 'other-environment';
	const text = evidenceWords.inferred(id, afterWords(incident.startedAt - last.at));
	return [{ deployment: last.deployment, isInferred: true, text }];
}

/**
 * The last counted or taken-back deployment that users had met when the incident began, where it ended no longer than the
 * window before; of all environments of production where the incident names none.
 */
function createLastMet({ unit, placed, standings, elsewhere, policy }: CausesInput): Finders['lastMet'] {
	const here: MetHistory = { environment: unit.environment, placed, standings };
	const [inUnit, anywhere] = [lastMetOf([here]), lastMetOf([here, ...elsewhere])];
	return ({ environment, startedAt }) => {
		const last = environment === null ? anywhere(startedAt) : inUnit(startedAt);
		return last === null || startedAt - last.at > policy.incidentWindowMs ? null : last;
	};
}

/** What a name means: a FactRef anywhere; `version:` and `commit:` only for incidents of the unit. */
function createNames({ placed, standings, walk }: CausesInput): Finders['named'] {
	const byRef = new Map<FactRef, number>();
	const byVersion = new Map<string, number[]>();
	const byCommit = new Map<string, number[]>();
	for (const [index, { refs, versions, commit }] of placed.entries()) {
		if (!canFail(standings[index]?.standing)) continue;
		for (const ref of refs) byRef.set(ref, index);
		for (const version of versions) append(byVersion, version, index);
		if (commit !== null) append(byCommit, commit, index);
	}
	return (name, incident, isOurs) => {
		const direct = byRef.get(name);
		if (direct !== undefined) return direct;
		if (!isOurs) return null;
		if (name.startsWith('version:')) return before(byVersion.get(versionName(name.slice(8))) ?? [], incident, placed);
		if (!name.startsWith('commit:')) return null;
		const hash = name.slice(7).toLowerCase();
		const whole = walk.wholeHash(hash);
		const bringer = walk.bringerOf(hash);
		return before([...(byCommit.get(whole) ?? []), ...(bringer === null ? [] : [bringer])], incident, placed);
	};
}

function append(map: Map<string, number[]>, key: string, value: number): void {
	const list = map.get(key);
	if (list === undefined) map.set(key, [value]);
	else list.push(value);
}

/** Of several the last one that users had met when the incident began; where none had been met, the first. */
function before(
	candidates: readonly number[],
	incident: IncidentFact,
	placed: readonly PlacedDeployment[],
): number | null {
	const metAt = (index: number) => placed[index]?.metAt ?? 0;
	const ordered = [...candidates].sort((left, right) => metAt(left) - metAt(right) || left - right);
	return ordered.findLast((index) => metAt(index) <= incident.startedAt) ?? ordered[0] ?? null;
}

function compare(left: IncidentFact, right: IncidentFact): number {
	if (left.startedAt !== right.startedAt) return left.startedAt - right.startedAt;
	return compareText(factRef(left), factRef(right));
}
