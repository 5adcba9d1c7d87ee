/** A pipeline of two stages with jobs, as tests configure it. */
import type { PipelineConfig, StageConfig } from '../../../shared/config/pipeline-model.ts';
import type { Gate } from '../../../shared/domain/gates/model.ts';
import type { ApprovalRule } from '../../../shared/domain/pipeline/decisions.ts';
import { type StageName, stageNames } from '../../../shared/domain/pipeline/model.ts';

const gates: readonly Gate[] = [
	{
		name: 'Unit tests',
		stage: 'commit',
		rule: { kind: 'tests', atLeast: 1, honoursQuarantine: true },
		sources: ['unit'],
	},
];
export const coverageGate: Gate = {
	name: 'Coverage',
	stage: 'commit',
	rule: { kind: 'coverage', of: 'lines', atLeast: 0.8, failOnDecrease: false },
	sources: ['coverage'],
};
export const twoPeople: ApprovalRule = { count: 2, from: [], notOnlyAuthors: true, checklist: [] };
export const onePerson: ApprovalRule = { ...twoPeople, count: 1, notOnlyAuthors: false };

const patterns: Readonly<Record<StageName, readonly string[]>> = {
	commit: ['build', 'unit'],
	acceptance: ['api'],
	'user-acceptance': [],
	production: [],
};

export interface ConfigOptions {
	readonly gates?: readonly Gate[];
	readonly approval?: ApprovalRule | null;
	readonly version?: PipelineConfig['version'];
}

export function pipelineConfig(options: ConfigOptions = {}): PipelineConfig {
	const all = [...gates, ...(options.gates ?? [])];
	const source = { files: '*.xml', format: null, artifact: null, about: null };
	return {
		runner: { kind: 'jenkins', url: 'https://ci.test', job: 'shop', isMultibranch: false, user: null, token: null },
		branch: 'main',
		budgetMs: 1_800_000,
		stages: stageNames.map(
			(name): StageConfig => ({
				name,
				budgetMs: name === 'commit' ? 600_000 : null,
				jobPatterns: patterns[name],
				gates: all.filter(({ stage }) => stage === name),
				approval: name === 'user-acceptance' ? (options.approval ?? null) : null,
			}),
		),
		evidence: [
			{ name: 'unit', stage: 'commit', ...source },
			...(all.some(({ name }) => name === 'Coverage')
				? [{ name: 'coverage', stage: 'commit' as const, ...source }]
				: []),
			{ name: 'api', stage: 'acceptance', ...source },
		],
		version: options.version ?? { kind: 'template', template: '2.{run}.0' },
		paths: [],
	};
}
