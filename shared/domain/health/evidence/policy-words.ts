/** The head of the evidence card: who decides, how the chance of an error is spent, what happens at the deadline. */
import { formatCount, formatPercent } from '../../format.ts';
import type { HealthPolicy } from '../model.ts';
import { describePolicy } from '../policy/describe-policy.ts';

const atStep: Readonly<Record<HealthPolicy['sequential']['undecidedAtStep'], string>> = {
	'go-on': 'goes on',
	hold: 'waits for a person',
};

const atEnd: Readonly<Record<HealthPolicy['sequential']['undecidedAtEnd'], string>> = {
	promote: 'is promoted',
	hold: 'waits for a person',
	'roll-back': 'is rolled back',
};

/** Only of the judge that has such a bound: a fixed limit may be broken by chance as well. */
function spending({ sequential }: HealthPolicy): readonly string[] {
	if (sequential.role === 'off') return [];
	const many = sequential.metrics.length;
	const over = many === 1 ? 'all steps and looks' : `${formatCount(many)} metrics, all steps and looks`;
	return [
		`The sequential judge takes a good release for a bad one in at most ${formatPercent(sequential.alpha)} of deployments; that chance is spent once, over ${over}, and was held against simulations, not proved.`,
	];
}

function deadline({ sequential }: HealthPolicy): readonly string[] {
	if (sequential.role !== 'decide') return [];
	const { undecidedAtStep, undecidedAtEnd } = sequential;
	return [
		`Undecided when the time of a step is over, a release ${atStep[undecidedAtStep]}; at the deadline, the end of the last step, it ${atEnd[undecidedAtEnd]}.`,
	];
}

/** The sentences that matter while one waits for an answer. `describePolicy` has all figures. */
export function policySentences(policy: HealthPolicy): readonly string[] {
	const [deciding] = describePolicy(policy);
	return [...(deciding === undefined ? [] : [deciding]), ...spending(policy), ...deadline(policy)];
}
