/** One incident may concern several units: of all of them together it is told once among those that no deployment caused. */
import type { FactRef } from './facts.ts';
import type { JudgedHistory } from './judged.ts';

type Without = JudgedHistory['incidentsWithoutDeployment'];

/**
 * Of each unit, in their order: its incidents without a deployment, but for those that another of the units puts down to one of
 * its deployments (`isCaused`) and those that a unit before it has told already.
 */
export function withoutRepeats(
	units: readonly { readonly without: Without }[],
	isCaused: (incident: FactRef) => boolean,
): readonly Without[] {
	const told = new Set<FactRef>();
	return units.map(({ without }) =>
		without.filter(({ ref }) => {
			if (told.has(ref) || isCaused(ref)) return false;
			told.add(ref);
			return true;
		}),
	);
}

/** Incidents that any of these histories puts down to a deployment. */
export function causedIn(histories: readonly JudgedHistory[]): ReadonlySet<FactRef> {
	const found = new Set<FactRef>();
	for (const { deployments } of histories) {
		for (const { failure } of deployments) {
			for (const { kind, ref } of failure?.evidence ?? []) {
				if (kind === 'linked-incident' || kind === 'inferred-incident') found.add(ref);
			}
		}
	}
	return found;
}
