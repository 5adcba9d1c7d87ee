/** Anti-pattern "environment snowflake" (CD): environments differ where nobody has said that they should. */
import { formatCounted } from '../format.ts';
import { listed } from '../pipeline/words.ts';
import type { EnvironmentPractice, MaturityInputs, MonthDeployment, ServicePractice } from './inputs.ts';
import { differencePrefix } from './items.ts';
import type { AntiPatternFinding } from './model.ts';

export interface Difference {
	/** `<service>/<environment>/<trait>`: an answer by hand to `difference:<id>` explains it. */
	readonly id: string;
	readonly service: string;
	readonly environment: string;
	readonly text: string;
}

/** Item that an answer by hand explains a difference by. */
export function differenceItem(id: string): string {
	return `${differencePrefix}${id}`;
}

/** Development is free to differ; testing and staging are there to show what production will do. */
const rehearsing: readonly string[] = ['testing', 'staging'];

export interface Differences {
	readonly open: readonly Difference[];
	readonly explained: readonly Difference[];
	/** Pairs of environments that could be compared. */
	readonly pairs: number;
}

export function differencesOf(inputs: MaturityInputs): Differences {
	const compared = inputs.practices.map((practice) => compareService(practice, inputs));
	const all = compared.flatMap(({ differences }) => differences);
	const told = new Set(inputs.answers.map(({ item }) => item));
	return {
		open: all.filter(({ id }) => !told.has(differenceItem(id))),
		explained: all.filter(({ id }) => told.has(differenceItem(id))),
		pairs: compared.reduce((sum, { pairs }) => sum + pairs, 0),
	};
}

function compareService(practice: ServicePractice, inputs: MaturityInputs) {
	const production = practice.environments.find(({ tier }) => tier === 'production');
	const rehearsals = practice.environments.filter(({ tier }) => rehearsing.includes(tier));
	if (production === undefined) return { differences: [], pairs: 0 };
	const configured = rehearsals.flatMap((environment) => differing(practice.service, environment, production));
	return {
		differences: [...configured, ...skippedRehearsals(practice.service, rehearsals, production, inputs)],
		pairs: rehearsals.length,
	};
}

function differing(
	service: string,
	environment: EnvironmentPractice,
	production: EnvironmentPractice,
): readonly Difference[] {
	const [left, right] = [traitsOf(environment), traitsOf(production)];
	return [...new Set([...Object.keys(left), ...Object.keys(right)])]
		.toSorted()
		.filter((trait) => left[trait] !== right[trait])
		.map((trait) => ({
			id: `${service}/${environment.name}/${trait}`,
			service,
			environment: environment.name,
			text: `${trait}: ${left[trait] ?? 'none'} in ${environment.name}, ${right[trait] ?? 'none'} in ${production.name}`,
		}));
}

/** What production demands on top (more stages, approvals) is the point of a stage, so `requires` is no difference. */
function traitsOf(environment: EnvironmentPractice): Readonly<Record<string, string>> {
	return {
		...environment.traits,
		strategy: environment.strategy,
		'judged by metrics': environment.isJudged ? 'yes' : 'no',
	};
}

/** Versions that production got although the environment before never saw them. Silent where that tells of none at all. */
function skippedRehearsals(
	service: string,
	rehearsals: readonly EnvironmentPractice[],
	production: EnvironmentPractice,
	{ facts }: MaturityInputs,
): readonly Difference[] {
	const own = facts.deployments.filter((each) => each.service === service && each.standing === 'counted');
	return rehearsals.flatMap((rehearsal) => {
		const seen = new Set(versionsIn(own, rehearsal.name));
		if (seen.size === 0) return [];
		const firstSeen = Math.min(...own.filter((each) => each.environment === rehearsal.name).map(({ at }) => at));
		const later = own.filter((each) => each.at > firstSeen);
		const skipped = [...new Set(versionsIn(later, production.name))].filter((version) => !seen.has(version));
		if (skipped.length === 0) return [];
		return [
			{
				id: `${service}/${rehearsal.name}/versions`,
				service,
				environment: rehearsal.name,
				text: `${formatCounted(skipped.length, 'version')} went to ${production.name} that ${rehearsal.name} had not seen this month: ${listed(skipped)}`,
			},
		];
	});
}

function versionsIn(deployments: readonly MonthDeployment[], environment: string): readonly string[] {
	return deployments.flatMap(({ version, environment: where }) =>
		version !== null && where === environment ? [version] : [],
	);
}

export function findSnowflake(inputs: MaturityInputs): AntiPatternFinding {
	const { open, explained, pairs } = differencesOf(inputs);
	const frame = {
		kind: 'environment-snowflake',
		title: 'Environment snowflake',
		threshold:
			'Found from the first difference between production and a testing or staging environment that nobody has explained.',
	} as const;
	if (pairs === 0) {
		const summary = 'No service has both production and a testing or staging environment in signalbox.yaml.';
		return { ...frame, state: 'not-measured', summary, figures: [], rows: [] };
	}
	return {
		...frame,
		state: open.length > 0 ? 'found' : 'clear',
		summary: summaryOf(open, explained.length, pairs),
		figures: [
			{ label: 'Unexplained differences', value: open.length, unit: 'count' },
			{ label: 'Explained differences', value: explained.length, unit: 'count' },
			{ label: 'Pairs of environments compared', value: pairs, unit: 'count' },
		],
		rows: open.slice(0, 50).map(({ service, environment, text }) => ({
			title: `${service}, ${environment}`,
			detail: text,
			value: null,
			href: null,
		})),
	};
}

function summaryOf(open: readonly Difference[], explained: number, pairs: number): string {
	if (open.length === 0) return `${formatCounted(pairs, 'pair')} of environments compared, no unexplained difference.`;
	const services = new Set(open.map(({ service }) => service)).size;
	const rest = explained === 0 ? '' : `; ${formatCounted(explained, 'difference')} explained`;
	return `${formatCounted(open.length, 'unexplained difference')} in ${formatCounted(services, 'service')}${rest}.`;
}
