import { useState } from 'react';
import type { Problem } from '../../../shared/domain/result.ts';
import type { PolicyTrial } from '../../../shared/rpc/views.ts';
import { useClient } from '../../store/hooks.ts';
import { useAnnounce } from '../../ui/announcer.tsx';

export type TrialState =
	| { readonly status: 'none' }
	| { readonly status: 'running'; readonly before: PolicyTrial | null }
	| { readonly status: 'failed'; readonly problem: Problem }
	| { readonly status: 'done'; readonly trial: PolicyTrial; readonly text: string };

/** Tries policies on one deployment, one after the other; an answer that was overtaken is dropped. */
export function useTrial(deploymentId: string): { readonly state: TrialState; readonly run: (text: string) => void } {
	const client = useClient();
	const announce = useAnnounce();
	const [state, setState] = useState<TrialState>({ status: 'none' });
	const run = (text: string): void => {
		setState((before) => ({ status: 'running', before: before.status === 'done' ? before.trial : null }));
		void client.evidence.trial({ deploymentId, policy: text }).then((result) => {
			if (!result.ok) {
				announce(result.problem.message, 'assertive');
				return setState({ status: 'failed', problem: result.problem });
			}
			announce(`This policy ${result.value.summary}`);
			setState({ status: 'done', trial: result.value, text });
		});
	};
	return { state, run };
}
