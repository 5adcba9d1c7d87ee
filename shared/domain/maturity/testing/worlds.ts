/** Small worlds for tests: one month of one service that nothing is known of, to be filled in. */
import type { MonthDeployment, MonthFailure, MonthRun, MaturityInputs, ServicePractice } from '../inputs.ts';
import { metricsAnswer } from './metrics.ts';

/** 15 October 2026, noon UTC. */
export const midMonth = Date.UTC(2026, 9, 15, 12);
export const hour = 3_600_000;

export function deployment(ref: string, more: Partial<MonthDeployment> = {}): MonthDeployment {
	return {
		ref,
		service: 'shop',
		environment: 'production',
		version: ref,
		commit: null,
		startedAt: midMonth - hour,
		firstTrafficAt: null,
		at: midMonth,
		standing: 'counted',
		why: 'Counted.',
		previous: null,
		noLeadTime: null,
		failure: null,
		unplanned: null,
		commits: 1,
		actor: null,
		url: null,
		note: null,
		...more,
	};
}

export function failureOf(ref: string, more: Partial<MonthFailure> = {}): MonthFailure {
	return {
		ref,
		service: 'shop',
		environment: 'production',
		version: ref,
		evidence: [{ kind: 'rolled-back', ref: 'x', text: `${ref} was rolled back`, at: midMonth }],
		isInferred: false,
		brokenAt: midMonth,
		recovered: { at: midMonth + hour, by: 'rollback', ref: 'x' },
		...more,
	};
}

export function run(more: Partial<MonthRun> = {}): MonthRun {
	return {
		...{ service: 'shop', workflow: 'ci.yml', commit: 'a'.repeat(40), state: 'passed' },
		...{ durationMs: 10 * 60_000, waitedForPeopleMs: null, at: midMonth },
		...more,
	};
}

export function practice(service: string, more: Partial<ServicePractice> = {}): ServicePractice {
	return { service, pipeline: null, environments: [], infrastructureFiles: null, ...more };
}

export function environment(
	name: string,
	more: Partial<ServicePractice['environments'][number]> = {},
): ServicePractice['environments'][number] {
	return {
		...{ name, tier: name === 'production' ? 'production' : 'staging', strategy: 'canary', isJudged: true },
		...{ businessEvents: [], requires: [], traits: {} },
		...more,
	};
}

export function world(
	facts: Partial<MaturityInputs['facts']> = {},
	more: Partial<Omit<MaturityInputs, 'facts'>> = {},
): MaturityInputs {
	return {
		scope: '*',
		month: '2026-10',
		cutOff: Date.UTC(2026, 10, 2, 8),
		facts: {
			metrics: metricsAnswer([]),
			lastMonth: metricsAnswer([]),
			monthBefore: metricsAnswer([]),
			...{ deployments: [], failures: [], incidents: [], slowest: [], tests: null, runs: [] },
			timelineEvents: { flag: 0, migration: 0, configuration: 0 },
			dataAsOf: Date.UTC(2026, 10, 2, 7),
			...facts,
		},
		practices: [],
		productionEnvironments: ['production'],
		answers: [],
		history: [],
		...more,
	};
}
