/** An environment and its connections as the board shows them. */
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import { isInFlight } from '../../shared/domain/deployment/model.ts';
import { readingsBySlot } from '../../shared/domain/health/readings.ts';
import { thresholdJudge } from '../../shared/domain/health/threshold-judge.ts';
import { environmentKey, type Release } from '../../shared/domain/release.ts';
import { type Problem, fail } from '../../shared/domain/result.ts';
import type { ActionView, ConnectionView, EnvironmentHealth, EnvironmentView } from '../../shared/rpc/views.ts';
import type { Monitored } from './monitor.ts';
import type { EnvironmentRecord, MetricSource, Target } from './ports.ts';
import type { EnvironmentSetup } from './setup.ts';

/** Health of what stands: the fixed limits on its own readings, and what the target says of its slot. */
function healthOf(
	setup: EnvironmentSetup,
	record: EnvironmentRecord,
	seen: Monitored,
	at: number,
): { readonly health: EnvironmentHealth; readonly text: string } {
	if (seen.askedAt === null) return { health: 'unknown', text: 'Not asked yet' };
	if (seen.targetProblem !== null) return { health: 'unknown', text: seen.targetProblem };
	const standing = record.standing;
	if (standing === null) return { health: 'unknown', text: 'Nothing has been released here yet' };
	const slot = seen.observed?.slots[standing.slot];
	if (slot?.health === 'down' || slot?.health === 'empty') {
		return { health: 'down', text: `${standing.version} is not running in slot ${standing.slot}` };
	}
	if (setup.source === null) return { health: 'unknown', text: 'Running; no metrics are configured' };
	if (seen.metricsProblem !== null) return { health: 'unknown', text: seen.metricsProblem.message };
	const readings = readingsBySlot(seen.readings, standing.slot);
	const { verdict } = thresholdJudge.look(
		setup.config.health,
		{ at, canary: readings, stable: null, weights: { canary: 100, stable: 0 } },
		null,
	);
	const health = { healthy: 'healthy', unhealthy: 'degraded', inconclusive: 'unknown' } as const;
	return { health: health[verdict.outcome], text: verdict.summary };
}

function startAction(facts: {
	readonly setup: EnvironmentSetup;
	readonly releases: readonly Release[];
	readonly active: Deployment | null;
	readonly heldBy: string | null;
}): ActionView {
	const { setup, releases, active, heldBy } = facts;
	const label = `Deploy to ${setup.config.name}`;
	const refused = (detail: string): ActionView => ({ command: 'start', allowed: false, label, detail });
	if (active !== null && isInFlight(active)) return refused(`${active.release.version} is on its way in`);
	if (heldBy !== null) return refused(`${heldBy} holds this environment`);
	if (releases.length === 0) {
		return refused('No releases are known; a green run of the pipeline makes one, or list them in signalbox.yaml');
	}
	return { command: 'start', allowed: true, label, detail: null };
}

export function environmentView(facts: {
	readonly setup: EnvironmentSetup;
	readonly releases: readonly Release[];
	readonly record: EnvironmentRecord;
	readonly seen: Monitored;
	readonly active: Deployment | null;
	readonly heldBy: string | null;
	readonly now: number;
}): EnvironmentView {
	const { setup, record, seen } = facts;
	const { health, text } = healthOf(setup, record, seen, facts.now);
	return {
		key: environmentKey(setup.service, setup.config.name),
		service: setup.service,
		environment: setup.config.name,
		tier: setup.config.tier,
		project: setup.projectId,
		owner: setup.owner,
		targetLabel: setup.target.label,
		publicUrl: seen.observed?.publicUrl ?? null,
		standing: record.standing,
		standingSince: record.since,
		knownGood: record.knownGood,
		deploymentId: facts.active?.id ?? null,
		health,
		healthText: text,
		asOf: seen.observed?.at ?? null,
		target: seen.observed,
		readings: seen.readings,
		releases: facts.releases,
		defaultStrategy: setup.config.strategy,
		healthPolicy: setup.config.health,
		start: startAction(facts),
		clockRate: setup.clockRate,
	};
}

function targetProblem(setup: EnvironmentSetup, said: string): Problem {
	return fail(
		'target-unreachable',
		said,
		`Check that ${setup.target.label} runs and that its address in signalbox.yaml is right.`,
		{ retryable: true },
	).problem;
}

/** What stands on the screen until the product has said its own name and version. */
const productNames: Readonly<Record<Target['kind'] | MetricSource['kind'], string>> = {
	haproxy: 'HAProxy',
	process: 'Signalbox router',
	prometheus: 'Prometheus',
	scrape: 'Scraped by Signalbox',
	memory: 'In memory',
};

export function connectionViews(setup: EnvironmentSetup, seen: Monitored): readonly ConnectionView[] {
	const key = environmentKey(setup.service, setup.config.name);
	const asked = seen.askedAt !== null;
	const target: ConnectionView = {
		id: `${key}:target`,
		kind: 'target',
		product: seen.observed?.product ?? productNames[setup.target.kind],
		label: setup.target.label,
		usedBy: [key],
		state: !asked ? 'unknown' : seen.targetProblem === null ? 'reachable' : 'unreachable',
		problem: seen.targetProblem === null ? null : targetProblem(setup, seen.targetProblem),
		detail: slotNotes(seen),
		asOf: seen.askedAt,
	};
	if (setup.source === null) return [target];
	const metrics: ConnectionView = {
		id: `${key}:metrics`,
		kind: 'metrics',
		product: seen.metricsProduct ?? productNames[setup.source.kind],
		label: setup.source.label,
		usedBy: [key],
		state: !asked ? 'unknown' : seen.metricsProblem === null ? 'reachable' : 'unreachable',
		problem: seen.metricsProblem,
		detail: seen.warnings.length === 0 ? readingSummary(seen) : seen.warnings.join('; '),
		asOf: seen.askedAt,
	};
	return [target, metrics];
}

function slotNotes(seen: Monitored): string | null {
	if (seen.observed === null) return null;
	return Object.values(seen.observed.slots)
		.map(
			(slot) =>
				`${slot.slot}: ${slot.version ?? 'nothing'} ${slot.health}${slot.note === null ? '' : ` (${slot.note})`}`,
		)
		.join(', ');
}

function readingSummary(seen: Monitored): string | null {
	const told = seen.readings.filter((reading) => reading.state !== 'not-configured');
	if (told.length === 0) return null;
	const measured = told.filter((reading) => reading.state === 'measured').length;
	const gap = told.find((reading) => reading.state !== 'measured');
	const why = gap === undefined ? '' : `; ${gap.metric} of ${gap.slot}: ${gap.detail ?? gap.state}`;
	return `${measured} of ${told.length} readings measured${why}`;
}
