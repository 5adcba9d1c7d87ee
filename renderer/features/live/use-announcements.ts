/** What a screen reader hears of a deployment: verdicts politely, what went wrong at once. */
import { useEffect, useRef } from 'react';
import type { DeploymentState } from '../../../shared/domain/deployment/model.ts';
import type { Verdict } from '../../../shared/domain/health/model.ts';
import type { DeploymentView } from '../../../shared/rpc/views.ts';
import { useAnnounce } from '../../ui/announcer.tsx';

const failures: readonly DeploymentState[] = ['rolling-back', 'needs-operator'];

/** Only changes are said: what stands on the screen when it opens is read there. */
export function useAnnouncements(view: DeploymentView, verdict: Verdict | null): void {
	const announce = useAnnounce();
	const { state } = view.deployment;
	const before = useRef({ state, outcome: verdict?.outcome ?? null });
	useEffect(() => {
		const known = before.current;
		const outcome = verdict?.outcome ?? null;
		before.current = { state, outcome };
		if (outcome !== null && outcome !== known.outcome && verdict !== null) {
			announce(`Verdict: ${verdict.summary}`, outcome === 'unhealthy' ? 'assertive' : 'polite');
		}
		if (state !== known.state) announce(view.headline, failures.includes(state) ? 'assertive' : 'polite');
	}, [announce, state, verdict, view.headline]);
}
