/** What a service's configuration says of its practice: the part of maturity that no fact tells. */
import type { EnvironmentConfig, MetricsConfig, ServiceConfig } from '../../../shared/config/model.ts';
import type { PipelineConfig } from '../../../shared/config/pipeline-model.ts';
import type { HealthPolicy } from '../../../shared/domain/health/model.ts';
import type { EnvironmentPractice, PipelinePractice, ServicePractice } from '../../../shared/domain/maturity/inputs.ts';

/** What was seen beyond the file; null where nobody looked. */
export interface SeenPractice {
	/** A run of it was started by a push. */
	readonly startsOnPush: boolean | null;
	readonly infrastructureFiles: readonly string[] | null;
}

const nothingSeen: SeenPractice = { startsOnPush: null, infrastructureFiles: null };

export function practiceOf(
	service: Pick<ServiceConfig, 'name' | 'pipeline' | 'environments'>,
	seen: SeenPractice = nothingSeen,
): ServicePractice {
	return {
		service: service.name,
		pipeline: service.pipeline === null ? null : pipelinePractice(service.name, service.pipeline, seen),
		environments: service.environments.map(environmentPractice),
		infrastructureFiles: seen.infrastructureFiles,
	};
}

function pipelinePractice(service: string, pipeline: PipelineConfig, seen: SeenPractice): PipelinePractice {
	const { runner, stages } = pipeline;
	return {
		identity: identityOf(service, pipeline),
		startsOnPush: runner.kind === 'local' ? runner.onPush : seen.startsOnPush,
		stages: stages.map((stage) => ({
			name: stage.name,
			hasJobs:
				stage.jobPatterns.length > 0 ||
				(runner.kind === 'local' && runner.jobs.some((job) => job.stage === stage.name)),
			gates: stage.gates.map(({ name, rule }) => ({ name, kind: rule.kind })),
			needsApproval: stage.approval !== null,
		})),
	};
}

/** The same for two services exactly where one pipeline runs for both; a local runner belongs to its service. */
function identityOf(service: string, { runner, branch }: PipelineConfig): string {
	switch (runner.kind) {
		case 'local':
			return `local pipeline of ${service}`;
		case 'github': {
			const { owner, name } = runner.repository;
			return `GitHub ${owner}/${name}, ${runner.workflow ?? 'all workflows'}, branch ${branch}`;
		}
		case 'gitlab':
			return `GitLab ${runner.project}, branch ${branch}`;
		case 'jenkins':
			return `Jenkins ${runner.job}, branch ${branch}`;
	}
}

function environmentPractice(config: EnvironmentConfig): EnvironmentPractice {
	const { name, tier, strategy, health, metrics, requires } = config;
	return {
		...{ name, tier, strategy, requires },
		isJudged: metrics !== null && decides(health),
		businessEvents: metrics === null ? [] : eventsOf(metrics),
		traits: traitsOf(config),
	};
}

function decides({ absolute, baseline, sequential, kayenta, analysis }: HealthPolicy): boolean {
	return [absolute, baseline, sequential, kayenta, analysis].some(({ role }) => role === 'decide');
}

function eventsOf(metrics: MetricsConfig): readonly string[] {
	const events = metrics.kind === 'scrape' ? metrics.events : metrics.counters?.events;
	return Object.keys(events ?? {}).toSorted();
}

/** Names, ports and addresses differ by nature; these do not. */
function traitsOf({ target, metrics, smoke }: EnvironmentConfig): Readonly<Record<string, string>> {
	const checks = smoke.checks.map(({ path, status }) => `${path} ${status}`);
	return {
		target: target.kind,
		metrics: metrics?.kind ?? 'none',
		'smoke checks': checks.length === 0 ? 'none' : checks.join(', '),
		...(target.kind === 'process' ? { instances: String(target.instances), 'health check': target.healthPath } : {}),
		...(target.kind === 'haproxy' ? { instances: String(target.slots.blue.length) } : {}),
	};
}
