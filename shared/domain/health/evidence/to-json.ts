import { type EvidenceDocument, evidenceFormat, type EvidenceInput, instantText } from './document.ts';
import { inOrder } from './order.ts';

function deploymentPart({ deployment }: EvidenceInput): EvidenceDocument['deployment'] {
	const { id, service, environment, tier, release, from, state, strategy, createdAt, finishedAt } = deployment;
	return {
		id,
		service,
		environment,
		tier,
		strategy: strategy.kind,
		state,
		version: release.version,
		commit: release.commit,
		fromVersion: from?.version ?? null,
		startedAt: instantText(createdAt),
		finishedAt: finishedAt === null ? null : instantText(finishedAt),
	};
}

function verdictPart({ verdict }: EvidenceInput): EvidenceDocument['verdict'] {
	if (verdict === null) return null;
	const { at, outcome, answer = null, summary, judge, reasons } = verdict;
	return { at: instantText(at), outcome, answer, summary, judge, reasons };
}

/** The document behind the JSON export. */
export function evidenceDocument(input: EvidenceInput): EvidenceDocument {
	return {
		format: evidenceFormat,
		deployment: deploymentPart(input),
		policy: input.policy,
		verdict: verdictPart(input),
		evidence: inOrder(input.verdict?.evidence ?? []).map((one) => ({
			...one,
			at: one.at === null ? null : instantText(one.at),
		})),
		trail: {
			looks: input.looks,
			points: input.points.map((point) => ({ ...point, at: instantText(point.at) })),
		},
	};
}

/** JSON has no infinities: an e-value beyond all numbers must not turn into null. */
function writable(_key: string, value: unknown): unknown {
	if (typeof value !== 'number' || Number.isFinite(value)) return value;
	if (Number.isNaN(value)) return 'NaN';
	return value > 0 ? '+Inf' : '-Inf';
}

/** The evidence as JSON of the form `signalbox-evidence/1`, indented, with a newline at its end. */
export function evidenceJson(input: EvidenceInput): string {
	return `${JSON.stringify(evidenceDocument(input), writable, 2)}\n`;
}
