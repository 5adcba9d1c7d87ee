/** After a restart: the minutes nobody sampled, asked of a source that keeps the past, so that charts and replay have no hole. */
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import type { Reading } from '../../shared/domain/health/model.ts';
import { ok } from '../../shared/domain/result.ts';
import { seriesRingSize } from '../../shared/rpc/views.ts';
import { toSample } from './monitor.ts';
import type { Clock, Logger, Store, StoredSample } from './ports.ts';
import type { EnvironmentSetup } from './setup.ts';
import { timed } from './timed.ts';

const askTimeoutMs = 15_000;

/** One row per instant that was asked for. */
function toSamples(readings: readonly Reading[]): readonly StoredSample[] {
	const byInstant = new Map<number, Reading[]>();
	for (const reading of readings) {
		if (reading.at === null) continue;
		const known = byInstant.get(reading.at);
		if (known === undefined) byInstant.set(reading.at, [reading]);
		else known.push(reading);
	}
	return [...byInstant].sort(([left], [right]) => left - right).map(([at, all]) => toSample(at, all));
}

/**
 * Fills what lies between the last stored sample and now, at most as much as the charts hold. A source without a past
 * leaves the gap a gap. Never judged: these are for people to look at.
 */
export async function backfill(ports: {
	readonly setup: EnvironmentSetup;
	readonly store: Store;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly deployment: Deployment;
}): Promise<void> {
	const { setup, store, clock, logger, deployment } = ports;
	const { source, config } = setup;
	const stepMs = config.sampleIntervalMs;
	const readRange = source?.readRange?.bind(source);
	if (source === null || readRange === undefined || deployment.observed === null) return;
	const kept = await store.samples(deployment.id);
	const since = (kept.ok ? kept.value.at(-1)?.at : undefined) ?? deployment.createdAt;
	const toMs = clock.now();
	const fromMs = Math.max(since + stepMs, toMs - seriesRingSize * stepMs);
	if (toMs - fromMs < stepMs) return;
	const slots = Object.values(deployment.observed.slots);
	const read = await timed({ clock, timeoutMs: askTimeoutMs, what: source.label }, (signal) =>
		readRange({ slots, fromMs, toMs, stepMs }, signal),
	);
	const saved = read.ok ? await store.saveSamples(deployment.id, toSamples(read.value)) : ok(undefined);
	for (const failed of [read, saved]) {
		if (!failed.ok) logger.warn({ deploymentId: deployment.id, problem: failed.problem }, 'a gap was not filled');
	}
}
