/** From the checked `delivery:` and `tests:` to what they mean. */
import type { DeliveryPolicy } from '../domain/delivery/policy.ts';
import type { TestPolicy } from '../domain/tests/model.ts';
import { defaultTestPolicy } from '../domain/tests/policy.ts';
import { buildFactSource } from './build-fact-sources.ts';
import type { DeliveryConfig, ReportConfig } from './delivery-model.ts';
import type { FileDelivery, FileReport } from './file/delivery.ts';
import type { ProjectFile } from './file/schema.ts';
import type { FileTests } from './file/tests.ts';
import { resolvePath } from './paths.ts';
import type { PlacedService } from './service-of-place.ts';

/** Builds both sections of a file without errors. `folder` is where relative paths start. */
export function buildDelivery({ delivery, tests, services }: ProjectFile, folder: string): DeliveryConfig {
	const placed = services.map(placeOf);
	return {
		policy: buildPolicy(delivery),
		tests: buildTests(tests),
		incidentsByHand: delivery.incidents.byHand,
		otherServices: delivery.services,
		sources: delivery.sources.map((source) => buildFactSource(source, folder, placed)),
		report: delivery.report === undefined ? null : buildReport(delivery.report, folder),
	};
}

function placeOf({ name, repository, pipeline }: ProjectFile['services'][number]): PlacedService {
	const runner = pipeline?.runner;
	const runsAt = runner?.kind === 'github' ? runner.repository : runner?.kind === 'gitlab' ? runner.project : null;
	return { name, repository: repository ?? null, runsAt };
}

function buildPolicy({ zone, bots, hotfix, groups, ...file }: FileDelivery): DeliveryPolicy {
	return {
		...{ zone, bots, hotfix, groups, benchmarks: file.benchmarks.edition },
		incidentWindowMs: file.incidentWindow,
		sameDeploymentWindowMs: file.sameDeploymentWindow,
	};
}

function buildTests(tests: FileTests): TestPolicy {
	return {
		levels: tests.levels ?? defaultTestPolicy.levels,
		windowMs: tests.window,
		minimumRuns: tests.minimumRuns,
		flakyFrom: tests.flaky.from,
		flakyTo: tests.flaky.to,
		calmRate: tests.calm.rate,
		calmRuns: tests.calm.runs,
		massFailureShare: tests.massFailure,
		pyramid: tests.pyramid,
		quarantineFile: tests.quarantine ?? null,
	};
}

function buildReport(report: FileReport, folder: string): ReportConfig {
	const { formats, at, holidays, scopes, freeze } = report;
	return {
		folder: report.folder === undefined ? null : resolvePath(folder, report.folder),
		...{ formats, atMinutes: at, holidays, scopes, isFrozen: freeze },
	};
}
