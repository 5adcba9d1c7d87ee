/** A policy in plain sentences: who decides, how the chance of a false alarm is spent, what happens at the deadline. */
import { formatCount, formatCounted, formatPercent } from '../../format.ts';
import type { HealthPolicy, JudgeRole } from '../model.ts';

const atStep: Readonly<Record<HealthPolicy['sequential']['undecidedAtStep'], string>> = {
	'go-on': 'goes on',
	hold: 'waits for a person',
};

const atEnd: Readonly<Record<HealthPolicy['sequential']['undecidedAtEnd'], string>> = {
	promote: 'is promoted',
	hold: 'waits for a person',
	'roll-back': 'is rolled back',
};

function joined(names: readonly string[]): string {
	const last = names.at(-1) ?? '';
	return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** Every judge of a policy by name, with the part it plays. */
export function judgesOf(policy: HealthPolicy): readonly { readonly name: string; readonly role: JudgeRole }[] {
	return [
		{ name: 'the fixed limits', role: policy.absolute.role },
		{ name: 'the limits against stable', role: policy.baseline.role },
		{ name: 'the sequential judge', role: policy.sequential.role },
		{ name: 'the Kayenta-compatible judge', role: policy.kayenta.role },
		{ name: 'the imported analysis', role: policy.analysis.role },
	];
}

function roleSentence(policy: HealthPolicy): string {
	const named = (role: JudgeRole): string =>
		joined(
			judgesOf(policy)
				.filter((judge) => judge.role === role)
				.map((judge) => judge.name),
		);
	const deciding = named('decide');
	const informing = named('inform');
	const first = deciding === '' ? 'No judge decides' : `Decided by ${deciding}`;
	return informing === '' ? `${first}.` : `${first}; ${informing} only informs.`;
}

function spending({ sequential }: HealthPolicy): readonly string[] {
	if (sequential.role === 'off') return [];
	const many = sequential.metrics.length;
	const over = many === 1 ? 'all steps and looks' : `${formatCount(many)} metrics, all steps and looks`;
	return [
		`A good release is taken for a bad one in at most ${formatPercent(sequential.alpha)} of deployments: that chance is spent once, over ${over}.`,
		`"No worse" is said wrongly of one that is worse by a whole margin in at most ${formatPercent(sequential.beta)}.`,
	];
}

function deadline({ sequential }: HealthPolicy): readonly string[] {
	if (sequential.role !== 'decide') return [];
	const { undecidedAtStep, undecidedAtEnd } = sequential;
	return [
		`Undecided when the time of a step is over, a release ${atStep[undecidedAtStep]}; at the deadline, the end of the last step, it ${atEnd[undecidedAtEnd]}.`,
	];
}

function others({ kayenta, analysis }: HealthPolicy): readonly string[] {
	return [
		...(kayenta.role === 'off'
			? []
			: [
					`Kayenta score over ${formatCounted(kayenta.metrics.length, 'metric')}: passes from ${formatCount(kayenta.thresholds.pass)}, marginal from ${formatCount(kayenta.thresholds.marginal)}, confidence ${formatPercent(kayenta.confidence)} for each look.`,
				]),
		...(analysis.role === 'off' ? [] : [`Imported analysis of ${formatCounted(analysis.metrics.length, 'metric')}.`]),
	];
}

/** Sentences that say what a policy does, the most important first. */
export function policySentences(policy: HealthPolicy): readonly string[] {
	return [roleSentence(policy), ...spending(policy), ...deadline(policy), ...others(policy)];
}
