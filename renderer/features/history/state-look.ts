/** How the state of a deployment is shown: a shape, a colour and a word. */
import type { DeploymentState } from '../../../shared/domain/deployment/model.ts';
import type { Tone } from '../../ui/glyph.tsx';

export interface StateLook {
	readonly tone: Tone;
	readonly word: string;
}

export const stateLook: Readonly<Record<DeploymentState, StateLook>> = {
	queued: { tone: 'neutral', word: 'Waiting' },
	preparing: { tone: 'busy', word: 'Starting' },
	'smoke-testing': { tone: 'busy', word: 'Smoke tests' },
	shifting: { tone: 'busy', word: 'Shifting traffic' },
	analysing: { tone: 'busy', word: 'Watching' },
	paused: { tone: 'paused', word: 'Paused' },
	promoting: { tone: 'busy', word: 'Promoting' },
	completed: { tone: 'good', word: 'Completed' },
	'rolling-back': { tone: 'bad', word: 'Rolling back' },
	'rolled-back': { tone: 'bad', word: 'Rolled back' },
	'needs-operator': { tone: 'bad', word: 'Needs an operator' },
};
