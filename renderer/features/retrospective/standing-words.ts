/** What a deployment counts as, in a word or two. */
import type { DeploymentStanding } from '../../../shared/domain/delivery/judged.ts';

export const standingTitles: Readonly<Record<DeploymentStanding, string>> = {
	counted: 'counted',
	rollback: 'rollback',
	'same-version': 'same version again',
	'taken-back': 'taken back',
	attempt: 'attempt without traffic',
	unfinished: 'still running',
	'told-twice': 'told by a second source as well',
};
