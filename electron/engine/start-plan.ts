/** Deciding what a start means before anything is written: which slot, which steps, or why not. */
import type { DeploymentEvent } from '../../shared/domain/deployment/events.ts';
import type { Standing } from '../../shared/domain/deployment/model.ts';
import type { Release } from '../../shared/domain/release.ts';
import { type Result, fail, ok } from '../../shared/domain/result.ts';
import { type Strategy, type StrategyKind, blueGreenSteps } from '../../shared/domain/strategy/model.ts';
import { type SlotName, otherSlot } from '../../shared/domain/target/model.ts';
import type { StartInput } from '../../shared/rpc/api.ts';
import type { EnvironmentSetup } from './setup.ts';

type Created = Extract<DeploymentEvent, { type: 'created' }>;

/** The release of that version, or `unknown-version` naming those that are known. */
export function findRelease(setup: EnvironmentSetup, version: string): Result<Release> {
	const release = setup.releases.find((known) => known.version === version);
	if (release !== undefined) return ok(release);
	const known = setup.releases.map((one) => one.version).join(', ');
	return fail(
		'unknown-version',
		`${setup.service} has no release ${version}, so nothing was started.`,
		known === '' ? 'List releases of this service in signalbox.yaml.' : `Known releases: ${known}.`,
	);
}

/**
 * A first release has nothing to be compared with and nothing else to serve its users, so it takes all traffic at
 * once and is watched for as long as the strategy watches in all.
 */
export function stepsFor(strategy: Strategy, from: Standing | null): Strategy {
	if (from !== null) return strategy;
	const watched = strategy.steps.filter((step) => step.kind === 'analyse');
	const first = watched[0];
	const watchMs = first?.durationMs ?? 0;
	return { ...strategy, steps: blueGreenSteps(watchMs, first?.patienceMs) };
}

function checkStanding(input: StartInput, standing: Standing | null): Result<null> {
	const now = standing?.version ?? null;
	if (now === input.version) {
		return fail(
			'already-running',
			`${input.version} already runs in ${input.environment} and has the traffic; nothing was started.`,
			'Choose another release.',
		);
	}
	if (now !== input.expectedStanding) {
		return fail(
			'stale',
			`The screen was out of date, so nothing was started: ${now ?? 'nothing'} stands in ${input.environment} now, not ${input.expectedStanding ?? 'nothing'}.`,
			'Look at what stands now and decide again.',
			{ details: { standing: now } },
		);
	}
	return ok(null);
}

/** The first event of the deployment, or why there is none. `deploymentId` is fresh. */
export function planStart(
	setup: EnvironmentSetup,
	input: StartInput,
	standing: Standing | null,
	deploymentId: string,
): Result<Created> {
	const release = findRelease(setup, input.version);
	if (!release.ok) return release;
	const checked = checkStanding(input, standing);
	if (!checked.ok) return checked;
	const kind: StrategyKind = input.strategy ?? setup.config.strategy;
	const canarySlot: SlotName = standing === null ? 'blue' : otherSlot(standing.slot);
	return ok({
		type: 'created',
		id: deploymentId,
		service: setup.service,
		environment: setup.config.name,
		tier: setup.config.tier,
		release: release.value,
		from: standing,
		canarySlot,
		strategy: stepsFor(setup.config.strategies[kind], standing),
		clockRate: setup.clockRate,
	});
}
