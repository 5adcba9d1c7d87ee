/** One look of the judge: read the metrics, ask the target, decide. */
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import { stableSlot } from '../../shared/domain/deployment/steps.ts';
import type { JudgeInput, SlotReadings, StoredLook, WatchProgress } from '../../shared/domain/health/model.ts';
import { normaliseLook, readingsBySlot } from '../../shared/domain/health/readings.ts';
import { targetReasons } from '../../shared/domain/health/target-facts.ts';
import type { Failure } from '../../shared/domain/result.ts';
import { type SlotName, type TargetState, observedSplit, sameSplit } from '../../shared/domain/target/model.ts';
import type { Answers } from './ask-questions.ts';
import type { Clock, MetricReport, MetricSource, Target } from './ports.ts';
import { timed } from './timed.ts';

const inspectTimeoutMs = 5_000;
const readTimeoutMs = 15_000;

export interface LookPorts {
	readonly target: Target;
	/** Null when no metrics are configured: every verdict is then inconclusive. */
	readonly source: MetricSource | null;
	readonly clock: Clock;
}

/** What one look saw. */
export interface Sighting {
	readonly observed: TargetState | null;
	/** Why the target could not be asked; null when it answered. */
	readonly problem: string | null;
	readonly report: MetricReport | null;
}

/** Asks target and metrics side by side; a source that hangs or throws becomes a report with a problem. */
export async function see(
	ports: LookPorts,
	windowMs: number,
	lastSeen: TargetState | null,
	outer?: AbortSignal,
): Promise<Sighting> {
	const { target, source, clock } = ports;
	const bounds = outer === undefined ? {} : { outer };
	const asking = timed({ clock, timeoutMs: inspectTimeoutMs, what: target.label, ...bounds }, (signal) =>
		target.inspect(signal),
	);
	// Addresses hardly ever change: the last ones serve, so that both questions can be asked at once.
	const places = lastSeen ?? (await valueOf(asking));
	const reading =
		source === null || places === null
			? null
			: timed({ clock, timeoutMs: readTimeoutMs, what: source.label, ...bounds }, async (signal) => ({
					ok: true,
					value: await source.read({ slots: Object.values(places.slots), windowMs }, signal),
				}));
	const [state, read] = await Promise.all([asking, reading]);
	return {
		observed: state.ok ? state.value : null,
		problem: state.ok ? null : state.problem.message,
		report: read === null ? null : read.ok ? read.value : silentReport(clock.now(), read),
	};
}

async function valueOf(asking: Promise<{ ok: true; value: TargetState } | { ok: false }>): Promise<TargetState | null> {
	const state = await asking;
	return state.ok ? state.value : null;
}

function silentReport(at: number, failure: Failure): MetricReport {
	return { at, readings: [], warnings: [], problem: failure.problem };
}

/**
 * What was seen as it is judged and kept, with the answers to the team's own queries that came with it; null where none
 * did. `baselineBefore` stands in for the stable slot once it has no traffic of its
 * own (blue-green after the switch): its readings from just before.
 */
export function lookOf(
	deployment: Deployment,
	sighting: Sighting,
	answers: Answers | null,
	baselineBefore: SlotReadings | null,
	progress: WatchProgress,
	at: number,
): StoredLook {
	const readings = sighting.report?.readings ?? [];
	const { wanted } = deployment.traffic;
	// On a split that is not the wanted one nobody knows which users the readings are of: nothing is compared.
	const isComparable = sighting.observed === null || sameSplit(wanted, observedSplit(sighting.observed));
	const canaryWeight = isComparable ? wanted[deployment.canarySlot] : 0;
	const stableWeight = deployment.from !== null && isComparable ? 100 - canaryWeight : 0;
	const hasStable = stableWeight > 0;
	const stable = hasStable ? readingsBySlot(readings, stableSlot(deployment)) : isComparable ? baselineBefore : null;
	const totals = sighting.report?.totals;
	const totalsOf = (slot: SlotName) => totals?.find((one) => one.slot === slot) ?? null;
	const input: JudgeInput = {
		at,
		canary: readingsBySlot(readings, deployment.canarySlot),
		stable,
		weights: { canary: canaryWeight, stable: hasStable ? stableWeight : stable === null ? 0 : 100 },
		isStableFromBefore: !hasStable && stable !== null,
		weightsSince: Math.max(deployment.stepStartedAt, deployment.traffic.confirmedAt ?? 0),
		...(totals === undefined
			? {}
			: {
					totals: {
						canary: totalsOf(deployment.canarySlot),
						stable: hasStable ? totalsOf(stableSlot(deployment)) : null,
					},
				}),
		...(answers === null ? {} : { measurements: answers }),
		progress,
	};
	return {
		at,
		stepIndex: deployment.stepIndex,
		// As JSON gives it back, so that a replay sees what the judge saw.
		input: normaliseLook(input),
		targetReasons: targetReasons(deployment, sighting.observed, sighting.problem),
	};
}
