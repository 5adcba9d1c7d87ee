/** What is shipping, for the title of the window. Pure. */
import { formatPercent } from '../../../shared/domain/format.ts';
import { isInFlight } from '../../../shared/domain/deployment/model.ts';
import type { DeploymentView } from '../../../shared/rpc/views.ts';
import { canaryShare, stateWords } from './words.ts';

/** "shop production" */
export function placeOf({ deployment }: DeploymentView): string {
	return `${deployment.service} ${deployment.environment}`;
}

/** "25 %" while the judge watches; else the state in a word: "paused", "rolled back". */
export function shareOrState({ deployment }: DeploymentView): string {
	const share = canaryShare(deployment);
	if (!isInFlight(deployment) || share === null || deployment.state !== 'analysing') return stateWords(deployment);
	return formatPercent(share / 100);
}

/** All that ships, in order of urgency: "25 % · shop production", "3 shipping"; empty when nothing does. */
export function shippingTitle(inFlight: readonly DeploymentView[]): string {
	const [first, second] = inFlight;
	if (first === undefined) return '';
	if (second !== undefined) return `${inFlight.length} shipping`;
	return `${shareOrState(first)} · ${placeOf(first)}`;
}
