/** Evidence for the items of levels 1 and 2: what is configured, and what ran. */
import { formatCount, formatCounted } from '../format.ts';
import { listed } from '../pipeline/words.ts';
import { type EvidenceFinding, overServices, type ServiceFinding } from './findings.ts';
import type { MaturityInputs, PipelinePractice, ServicePractice } from './inputs.ts';
import type { ItemId } from './items.ts';
import { isProduction, practiceOfService, productionOf, servicesOf } from './select.ts';

export type EvidenceRule = (inputs: MaturityInputs) => EvidenceFinding | null;

/** One answer over all services of the scope, each judged by itself. */
export function eachService(
	judge: (service: string, practice: ServicePractice | null, inputs: MaturityInputs) => Omit<ServiceFinding, 'service'>,
): EvidenceRule {
	return (inputs) =>
		overServices(
			servicesOf(inputs).map((service) => ({
				service,
				...judge(service, practiceOfService(inputs, service), inputs),
			})),
		);
}

export const silent = { holds: null, shows: '' } as const;

function byPipeline(judge: (pipeline: PipelinePractice) => Omit<ServiceFinding, 'service'>): EvidenceRule {
	return eachService((_, practice) => (practice?.pipeline ? judge(practice.pipeline) : silent));
}

const testGates: readonly string[] = ['tests', 'coverage'];
const acceptance: readonly string[] = ['acceptance', 'user-acceptance'];

export const basicEvidence: Readonly<Partial<Record<ItemId, EvidenceRule>>> = {
	'build-on-commit': byPipeline(({ startsOnPush, identity }) =>
		startsOnPush === null
			? silent
			: { holds: startsOnPush, shows: `${identity} ${startsOnPush ? 'starts' : 'does not start'} on a push` },
	),
	'unit-tests-in-pipeline': (inputs) => unitTestsSeen(inputs) ?? unitTestGates(inputs),
	'staging-deployed': (inputs) => deployedBy(inputs, 'staging'),
	'production-approved': eachService((service, practice, inputs) => approvalOf(service, practice, inputs)),
	'staged-pipeline': byPipeline(({ stages }) => {
		const staged = stages.filter(({ hasJobs }) => hasJobs);
		const gates = stages.reduce((sum, stage) => sum + stage.gates.length, 0);
		return {
			holds: staged.length > 1 && gates > 0,
			shows: `${formatCounted(staged.length, 'stage')} with jobs, ${formatCounted(gates, 'gate')}`,
		};
	}),
	'acceptance-tests': (inputs) => acceptanceSeen(inputs) ?? acceptanceJobs(inputs),
	'infrastructure-as-code': eachService((_, practice) => {
		const files = practice?.infrastructureFiles ?? null;
		if (files === null) return silent;
		return { holds: files.length > 0, shows: files.length > 0 ? listed(files) : 'no such file in its repository' };
	}),
	'production-by-button': (inputs) => deployedBy(inputs, 'production'),
};

/** Results speak for all services only where there is one; for several the gates of each are asked. */
function unitTestsSeen({ facts, practices }: MaturityInputs): EvidenceFinding | null {
	const count = facts.tests?.summary.pyramid.counts.unit ?? 0;
	if (count === 0 || practices.length > 1) return null;
	return { answer: 'yes', evidence: [`${formatCounted(count, 'unit test')} reported results`] };
}

const unitTestGates = byPipeline(({ stages }) => {
	const gates = stages.flatMap((stage) => stage.gates.filter(({ kind }) => testGates.includes(kind)));
	return {
		holds: gates.length > 0,
		shows: gates.length > 0 ? `gate ${listed(gates.map(({ name }) => name))}` : 'no gate on tests',
	};
});

function acceptanceSeen({ facts, practices }: MaturityInputs): EvidenceFinding | null {
	const counts = facts.tests?.summary.pyramid.counts;
	const count = (counts?.integration ?? 0) + (counts?.ui ?? 0);
	if (count === 0 || practices.length > 1) return null;
	return { answer: 'yes', evidence: [`${formatCounted(count, 'integration or UI test')} reported results`] };
}

const acceptanceJobs = byPipeline(({ stages }) => {
	const named = stages.filter(({ name, hasJobs }) => acceptance.includes(name) && hasJobs);
	return {
		holds: named.length > 0,
		shows: named.length > 0 ? `jobs in ${listed(named.map(({ name }) => name))}` : 'no job in an acceptance stage',
	};
});

/** A deployment that a source told of, or an environment that is shipped from here, is done by a program. */
function deployedBy(inputs: MaturityInputs, tier: 'staging' | 'production'): EvidenceFinding | null {
	return eachService((service, practice) => {
		const configured = (practice?.environments ?? []).filter((each) => each.tier === tier).map(({ name }) => name);
		const told = inputs.facts.deployments.filter(
			(each) =>
				each.service === service &&
				(tier === 'production' ? isProduction(inputs, each) : configured.includes(each.environment)),
		);
		if (configured.length > 0) {
			const count = formatCounted(told.length, 'deployment');
			return { holds: true, shows: `${listed(configured)} is shipped from here, ${count} in the month` };
		}
		if (told.length > 0)
			return { holds: true, shows: `${formatCounted(told.length, 'deployment')} told by its source` };
		return silent;
	})(inputs);
}

function approvalOf(
	service: string,
	practice: ServicePractice | null,
	inputs: MaturityInputs,
): Omit<ServiceFinding, 'service'> {
	const required = new Set(productionOf(practice).flatMap(({ requires }) => requires));
	const asked = (practice?.pipeline?.stages ?? []).filter((stage) => stage.needsApproval && required.has(stage.name));
	if (asked.length > 0)
		return { holds: true, shows: `approval of ${listed(asked.map(({ name }) => name))} is required` };
	const own = inputs.facts.deployments.filter((each) => each.service === service && isProduction(inputs, each));
	const started = own.filter(({ actor }) => actor !== null).length;
	if (started === 0) return silent;
	return {
		holds: started === own.length,
		shows: `${formatCount(started)} of ${formatCounted(own.length, 'deployment')} were started by somebody who is named`,
	};
}
