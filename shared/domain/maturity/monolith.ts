/** Anti-pattern "monolithic pipeline" (CD): one pipeline, or one commit, that ships many services together. */
import { formatCount, formatCounted, formatPercent } from '../format.ts';
import { listed } from '../pipeline/words.ts';
import type { MaturityInputs, MonthDeployment } from './inputs.ts';
import type { AntiPatternFinding } from './model.ts';
import { servicesOf, shippedTo } from './select.ts';

/** Ours: half of all deployments leave together with those of another service. */
const limit = 0.5;

interface Together {
	readonly key: string;
	readonly services: readonly string[];
	readonly deployments: number;
}

export interface Monolith {
	/** Pipelines that serve more than one service. */
	readonly shared: readonly Together[];
	/** Commits that were deployed for more than one service. */
	readonly commits: readonly Together[];
	/** Deployments of the month that left with those of another service, and all with a known commit. */
	readonly together: number;
	readonly of: number;
	readonly pipelines: number;
}

export function monolithOf(inputs: MaturityInputs): Monolith {
	const pipelines = inputs.practices.flatMap(({ service, pipeline }) =>
		pipeline === null ? [] : [{ key: pipeline.identity, service }],
	);
	const shipped = shippedTo(inputs).filter(hasCommit);
	const commits = manyServices(shipped.map(({ commit, service }) => ({ key: commit, service })));
	return {
		shared: manyServices(pipelines),
		commits,
		together: commits.reduce((sum, { deployments }) => sum + deployments, 0),
		of: shipped.length,
		pipelines: pipelines.length,
	};
}

function hasCommit(deployment: MonthDeployment): deployment is MonthDeployment & { readonly commit: string } {
	return deployment.commit !== null;
}

/** Keys that stand for two services or more, most services first. */
function manyServices(items: readonly { readonly key: string; readonly service: string }[]): readonly Together[] {
	const groups = Map.groupBy(items, ({ key }) => key);
	return [...groups]
		.map(([key, members]) => ({
			key,
			services: [...new Set(members.map(({ service }) => service))].toSorted(),
			deployments: members.length,
		}))
		.filter(({ services }) => services.length > 1)
		.toSorted((left, right) => right.services.length - left.services.length || (left.key < right.key ? -1 : 1));
}

export function findMonolith(inputs: MaturityInputs): AntiPatternFinding {
	const found = monolithOf(inputs);
	const frame = {
		kind: 'monolithic-pipeline',
		title: 'Monolithic pipeline',
		threshold: `Found when one pipeline serves several services, or ${formatPercent(limit)} of deployments leave together with another service's from the same commit (our own limit; CD names none).`,
	} as const;
	if (servicesOf(inputs).length < 2 || (found.pipelines === 0 && found.of === 0)) {
		return { ...frame, state: 'not-measured', summary: missingText(inputs), figures: [], rows: [] };
	}
	const share = found.of === 0 ? null : found.together / found.of;
	return {
		...frame,
		state: found.shared.length > 0 || (share ?? 0) >= limit ? 'found' : 'clear',
		summary: summaryOf(found),
		figures: [
			{ label: 'Pipelines that serve several services', value: found.shared.length, unit: 'count' },
			{ label: 'Deployments that left together', value: share, unit: 'share' },
		],
		rows: rowsOf(found),
	};
}

function missingText(inputs: MaturityInputs): string {
	return servicesOf(inputs).length < 2
		? 'It takes two services to be shipped together; fewer are in view.'
		: 'Neither pipelines nor commits of deployments are known.';
}

function summaryOf({ shared, together, of }: Monolith): string {
	const most = shared[0];
	const pipeline =
		most === undefined ? 'No two services share a pipeline' : `${most.key} serves ${listed(most.services)}`;
	const share =
		of === 0
			? 'of no deployment is the commit known'
			: `${formatCount(together)} of ${formatCounted(of, 'deployment')} left together with another service's`;
	return `${pipeline}; ${share}.`;
}

function rowsOf({ shared, commits }: Monolith): AntiPatternFinding['rows'] {
	return [
		...shared.map(({ key, services }) => ({
			title: key,
			detail: `one pipeline for ${listed(services, 'and', 8)}`,
			value: services.length,
			href: null,
		})),
		...commits.map(({ key, services }) => ({
			title: `commit ${key.slice(0, 8)}`,
			detail: `deployed ${listed(services, 'and', 8)}`,
			value: services.length,
			href: null,
		})),
	].slice(0, 50);
}
