/** The evidence of a deployment as a document that leaves Signalbox. */
import type { Deployment } from '../../deployment/model.ts';
import type { HealthPolicy, Reason, Verdict } from '../model.ts';
import type { EvidencePoint, JudgeAnswer, MetricEvidence } from './model.ts';

/** What an export is made of. */
export interface EvidenceInput {
	readonly deployment: Pick<
		Deployment,
		'id' | 'service' | 'environment' | 'tier' | 'release' | 'from' | 'state' | 'strategy' | 'createdAt' | 'finishedAt'
	>;
	/** The policy that judged; null where it is not known. */
	readonly policy: HealthPolicy | null;
	readonly verdict: Verdict | null;
	/** Looks in order of time, and how many there were before they were thinned. */
	readonly points: readonly EvidencePoint[];
	readonly looks: number;
}

export const evidenceFormat = 'signalbox-evidence/1';

/** An instant as text: ISO 8601, UTC. */
type Instant = string;

/**
 * The shape of the JSON export. Within `/1` fields may be added, never renamed, removed or given another meaning.
 * Instants are ISO 8601 in UTC, durations ms, ratios 0..1. Numbers that JSON cannot write are "NaN", "+Inf", "-Inf".
 */
export interface EvidenceDocument {
	readonly format: typeof evidenceFormat;
	readonly deployment: {
		readonly id: string;
		readonly service: string;
		readonly environment: string;
		readonly tier: string;
		readonly strategy: string;
		/** State of the deployment when this was exported. */
		readonly state: string;
		readonly version: string;
		readonly commit: string | null;
		/** Version that stood before; null for a first deployment. */
		readonly fromVersion: string | null;
		readonly startedAt: Instant;
		readonly finishedAt: Instant | null;
	};
	readonly policy: HealthPolicy | null;
	readonly verdict: {
		readonly at: Instant;
		readonly outcome: Verdict['outcome'];
		/** Null for judges that only know outcomes. */
		readonly answer: JudgeAnswer | null;
		readonly summary: string;
		/** Name and version of the judge. */
		readonly judge: string;
		readonly reasons: readonly Reason[];
	} | null;
	/** One entry a metric and judge, harm first. */
	readonly evidence: readonly (Omit<MetricEvidence, 'at'> & { readonly at: Instant | null })[];
	readonly trail: {
		/** Looks that were taken; there may be fewer points. */
		readonly looks: number;
		readonly points: readonly (Omit<EvidencePoint, 'at'> & { readonly at: Instant })[];
	};
}

/** An instant in ms since the epoch as ISO 8601 without fractions of a second. */
export function instantText(at: number): Instant {
	return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}
