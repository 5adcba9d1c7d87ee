/** Puts together, for each deployment that failed, everything that shows it and what ended it. */
import { compareText } from '../order.ts';
import type { Cause, Causes } from './causes.ts';
import { type DeploymentFailure, type FailureEvidence, failureEvidenceKinds } from './judged.ts';
import type { PlacedDeployment } from './place.ts';
import { recoveryOf } from './recovery.ts';
import type { Remedy } from './remedies.ts';
import type { Standing } from './standing.ts';

export interface FailuresInput {
	readonly placed: readonly PlacedDeployment[];
	readonly standings: readonly Standing[];
	readonly causes: Causes;
	readonly remedies: readonly Remedy[];
}

/** Of each deployment; null where nothing shows that it failed. Only counted and taken-back ones can have failed. */
export function failuresOf(input: FailuresInput): readonly (DeploymentFailure | null)[] {
	const causes = Map.groupBy(input.causes.causes, ({ deployment }) => deployment);
	const remedies = Map.groupBy(input.remedies, ({ failed }) => failed);
	const recovery = recoveryOf(input.placed, input.standings);
	return input.placed.map((deployment, index) => {
		const found = { causes: causes.get(index) ?? [], remedies: remedies.get(index) ?? [] };
		const evidence = evidenceOf(input, index, found);
		if (evidence.length === 0) return null;
		return {
			evidence,
			isInferred: evidence.every(({ kind }) => kind === 'inferred-incident'),
			brokenAt: deployment.metAt,
			recovered: recovery(index, found),
		};
	});
}

function evidenceOf(
	{ placed, standings }: FailuresInput,
	index: number,
	found: { readonly causes: readonly Cause[]; readonly remedies: readonly Remedy[] },
): readonly FailureEvidence[] {
	const own = placed[index];
	const standing = standings[index];
	const evidence: FailureEvidence[] = found.causes.map(({ ref, isInferred, text, incident }) => ({
		kind: isInferred ? 'inferred-incident' : 'linked-incident',
		ref,
		text,
		at: incident.startedAt,
	}));
	if (own !== undefined && standing?.standing === 'taken-back')
		evidence.push({ kind: 'taken-back', ref: own.ref, text: standing.why, at: own.at });
	for (const { by, evidence: shown } of found.remedies) {
		const remedy = placed[by];
		if (shown !== null && remedy !== undefined) evidence.push({ ...shown, ref: remedy.ref, at: remedy.at });
	}
	return distinct(evidence.sort(compare));
}

/** Strongest first; within a kind the earliest. */
function compare(left: FailureEvidence, right: FailureEvidence): number {
	const strength = failureEvidenceKinds.indexOf(left.kind) - failureEvidenceKinds.indexOf(right.kind);
	if (strength !== 0 || left.at !== right.at) return strength || left.at - right.at;
	return compareText(`${left.ref} ${left.text}`, `${right.ref} ${right.text}`);
}

/** One deployment or incident shows a thing once, whatever it says of it twice. */
function distinct(sorted: readonly FailureEvidence[]): readonly FailureEvidence[] {
	return sorted.filter(({ kind, ref }, index) => {
		const before = sorted[index - 1];
		return before === undefined || before.kind !== kind || before.ref !== ref;
	});
}
