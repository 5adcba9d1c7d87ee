/** How states are called and drawn on every screen. Words and shapes only: what a command does comes from the host. */
import { machineHold } from '../../../shared/domain/deployment/machine.ts';
import type { Deployment, DeploymentState } from '../../../shared/domain/deployment/model.ts';
import { otherSlot } from '../../../shared/domain/target/model.ts';
import type { ConnectionView, EnvironmentHealth, EnvironmentView } from '../../../shared/rpc/views.ts';
import type { Tone } from '../../ui/glyph.tsx';
import type { SplitPart } from '../../ui/split-bar.tsx';

export const healthLook: Readonly<Record<EnvironmentHealth, { readonly tone: Tone; readonly word: string }>> = {
	healthy: { tone: 'good', word: 'Healthy' },
	degraded: { tone: 'warn', word: 'Degraded' },
	down: { tone: 'bad', word: 'Down' },
	unknown: { tone: 'neutral', word: 'Not known' },
};

/** For what begins a line: the first letter large, but for names such as p95. */
export function capital(text: string): string {
	return /^.\d/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

/** A verdict's summary without the outcome that leads it, for where a chip beside it says that word. */
export function withoutOutcome(summary: string): string {
	return summary.replace(/^(?:healthy|unhealthy|inconclusive): (?=\S)/i, '');
}

/** Health in one line, its word once: "Degraded: p95 612 ms, limit 500 ms". */
export function healthLine({ health, healthText }: Pick<EnvironmentView, 'health' | 'healthText'>): string {
	const rest = withoutOutcome(healthText);
	// "Not asked yet" needs no word before it.
	return health === 'unknown' && rest === healthText ? rest : `${healthLook[health].word}: ${rest}`;
}

export const connectionWords: Readonly<
	Record<ConnectionView['state'], { readonly tone: Tone; readonly word: string }>
> = {
	reachable: { tone: 'good', word: 'Reachable' },
	unreachable: { tone: 'bad', word: 'Unreachable' },
	unknown: { tone: 'neutral', word: 'Not asked yet' },
	checking: { tone: 'busy', word: 'Asking' },
};

const words: Readonly<Record<DeploymentState, string>> = {
	queued: 'waiting for its turn',
	preparing: 'starting the release',
	'smoke-testing': 'smoke tests',
	shifting: 'shifting traffic',
	analysing: 'watching',
	paused: 'paused',
	promoting: 'promoting',
	completed: 'done',
	'rolling-back': 'rolling back',
	'rolled-back': 'rolled back',
	'needs-operator': 'needs you',
};

/** What it does now, in a word or two. */
export function stateWords(deployment: Deployment): string {
	if (machineHold(deployment) !== null) return 'held';
	if (deployment.state === 'paused') {
		if (deployment.pause?.reason === 'hold') return 'waiting for you';
		if (deployment.pause?.reason === 'inconclusive') return 'inconclusive';
	}
	if (deployment.state === 'analysing' && deployment.verdict !== null) {
		return { healthy: 'healthy so far', unhealthy: 'unhealthy', inconclusive: 'inconclusive' }[
			deployment.verdict.outcome
		];
	}
	return words[deployment.state];
}

/** Its shape. */
export function flightTone(deployment: Deployment): Tone {
	if (machineHold(deployment) !== null) return 'paused';
	switch (deployment.state) {
		case 'needs-operator':
			return 'bad';
		case 'rolling-back':
			return 'bad';
		case 'rolled-back':
			return 'warn';
		case 'paused':
			return deployment.pause?.reason === 'inconclusive' ? 'warn' : 'paused';
		case 'analysing':
			if (deployment.verdict?.outcome === 'unhealthy') return 'bad';
			return deployment.verdict?.outcome === 'inconclusive' ? 'warn' : 'busy';
		case 'completed':
			return 'good';
		default:
			return 'busy';
	}
}

/** Share of traffic that the target confirmed for the release, per cent; null while it has confirmed nothing. */
export function canaryShare({ traffic, canarySlot }: Deployment): number | null {
	return traffic.confirmed === null ? null : traffic.confirmed[canarySlot];
}

/** The split as the target confirmed it; before that, nothing is drawn as served. */
export function trafficOf(deployment: Deployment): { readonly stable: SplitPart | null; readonly canary: SplitPart } {
	const { traffic, canarySlot, from, release } = deployment;
	const percent = (slot: typeof canarySlot): number => traffic.confirmed?.[slot] ?? 0;
	return {
		stable: from === null ? null : { name: from.version, word: 'stable', percent: percent(otherSlot(canarySlot)) },
		canary: { name: release.version, word: 'new', percent: percent(canarySlot) },
	};
}
