/** What the judge of limits counts over looks: pure data, so that a look can be judged again. */
import type { HealthPolicy, JudgeInput, Reason } from './model.ts';

export interface LimitsMemory {
	/** How often each rule was broken, and until when the window of the newest of them reached, ms since the epoch. */
	readonly failures: Readonly<Record<string, { readonly count: number; readonly until: number }>>;
	/** Looks that could be read and decided nothing, and until when the window of the newest of them reached. */
	readonly inconclusive: number;
	readonly inconclusiveUntil: number | null;
	/** Looks in a row at which a deciding rule could not be read. */
	readonly consecutiveErrors: number;
	/** Instant of the newest look; the same one again is not counted. */
	readonly lookedAt: number | null;
	readonly stepIndex: number | null;
}

export const noLooks: LimitsMemory = {
	failures: {},
	inconclusive: 0,
	inconclusiveUntil: null,
	consecutiveErrors: 0,
	lookedAt: null,
	stepIndex: null,
};

interface Span {
	readonly from: number;
	readonly until: number;
}

/** The window behind a rule: trailing windows overlap from look to look, and what they share is not measured twice. */
function spanOf(reason: Reason, policy: HealthPolicy, input: JudgeInput): Span {
	const reading = input.canary[reason.metric ?? 'requests'];
	const until = reading.at ?? input.at;
	return { from: until - (reading.windowMs > 0 ? reading.windowMs : policy.windowMs), until };
}

function countFailure(
	failures: LimitsMemory['failures'],
	reason: Reason,
	policy: HealthPolicy,
	input: JudgeInput,
): LimitsMemory['failures'] {
	const span = spanOf(reason, policy, input);
	const before = failures[reason.rule];
	if (before !== undefined && span.from < before.until) return failures;
	return { ...failures, [reason.rule]: { count: (before?.count ?? 0) + 1, until: span.until } };
}

/** Nobody can say anything where every rule is left out; that is undecided, and not a source that is lost. */
const isUnreadable = (reason: Reason): boolean => reason.value === null && reason.rule !== 'source';

/** The memory after a look. A person who lets an undecided release go on to another step starts its count anew. */
export function countLook(
	given: LimitsMemory,
	policy: HealthPolicy,
	input: JudgeInput,
	reasons: readonly Reason[],
	stepIndex: number | null,
): LimitsMemory {
	if (given.lookedAt !== null && input.at <= given.lookedAt) return given;
	const { inconclusiveLimit } = policy.limits;
	const wasHeld = inconclusiveLimit >= 0 && given.inconclusive > inconclusiveLimit;
	const isLetOn = wasHeld && stepIndex !== null && given.stepIndex !== null && stepIndex > given.stepIndex;
	const before = isLetOn ? { ...given, inconclusive: 0, inconclusiveUntil: null } : given;
	const deciding = reasons.filter(({ role }) => role === 'decide');
	const failed = deciding.filter(({ outcome }) => outcome === 'failed');
	const unknown = deciding.filter(({ outcome }) => outcome === 'unknown');
	const failures = failed.reduce((sum, reason) => countFailure(sum, reason, policy, input), before.failures);
	const isError = unknown.some(isUnreadable);
	const undecided = isError || failed.length > 0 ? undefined : unknown[0];
	const span = undecided === undefined ? null : spanOf(undecided, policy, input);
	const isNewlyUndecided =
		span !== null && (before.inconclusiveUntil === null || span.from >= before.inconclusiveUntil);
	return {
		failures,
		inconclusive: before.inconclusive + (isNewlyUndecided ? 1 : 0),
		inconclusiveUntil: isNewlyUndecided ? span.until : before.inconclusiveUntil,
		consecutiveErrors: isError ? before.consecutiveErrors + 1 : 0,
		lookedAt: input.at,
		stepIndex,
	};
}
