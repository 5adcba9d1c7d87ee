/** Fetches the recording of a deployment and plays it, or says why there is none. */
import { type ReactElement, useCallback, useEffect, useState } from 'react';
import type { Problem as ProblemValue } from '../../../shared/domain/result.ts';
import type { DeploymentView, ReplayView } from '../../../shared/rpc/views.ts';
import { addresses } from '../../store/address.ts';
import { useClient } from '../../store/hooks.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import styles from './live.module.css';
import { ReplayDeployment } from './replay-deployment.tsx';

type Recording =
	| { readonly status: 'loading' }
	| { readonly status: 'failed'; readonly problem: ProblemValue }
	| { readonly status: 'ready'; readonly replay: ReplayView };

function useRecording(id: string): { readonly recording: Recording; readonly again: () => void } {
	const client = useClient();
	const [attempt, setAttempt] = useState(0);
	const [recording, setRecording] = useState<Recording>({ status: 'loading' });
	useEffect(() => {
		let isWanted = true;
		setRecording({ status: 'loading' });
		void client.history.replay({ deploymentId: id }).then((result) => {
			if (!isWanted) return;
			setRecording(
				result.ok ? { status: 'ready', replay: result.value } : { status: 'failed', problem: result.problem },
			);
		});
		return () => {
			isWanted = false;
		};
	}, [client, id, attempt]);
	const again = useCallback(() => setAttempt((count) => count + 1), []);
	return { recording, again };
}

/** Blocks where the screen will be, so that nothing jumps when it comes. */
function LoadingDeployment(): ReactElement {
	useTitle('Deployment');
	return (
		<div className={styles.loading} role="status" aria-label="Reading the deployment">
			<h1 className="hidden-text">Deployment</h1>
			<div className={`${styles.block} ${styles.loadingHead}`} />
			<div className={`${styles.block} ${styles.loadingBar}`} />
			<div className={styles.grid}>
				<div className={styles.charts}>
					{[1, 2, 3, 4].map((place) => (
						<div key={place} className={`${styles.block} ${styles.loadingChart}`} />
					))}
				</div>
				<div className={`${styles.block} ${styles.loadingSide}`} />
			</div>
		</div>
	);
}

function NoDeployment({ id }: { readonly id: string }): ReactElement {
	useTitle('Deployment not found');
	return (
		<>
			<h1 className="hidden-text">Deployment not found</h1>
			<EmptyState
				title="This control room does not know that deployment"
				actions={
					<>
						<LinkButton href={addresses.history} variant="primary">
							Look through the history
						</LinkButton>
						<LinkButton href={addresses.board}>Go to the board</LinkButton>
					</>
				}
			>
				No deployment here is called <span className="mono">{id}</span>. The link may come from another control room, or
				was cut when it was copied.
			</EmptyState>
		</>
	);
}

export function RecordedDeployment(props: {
	readonly id: string;
	/** The deployment as the room holds it now; null when it is only in the history. */
	readonly current: DeploymentView | null;
	readonly startAt: 'beginning' | 'end';
	readonly onLeave: (() => void) | null;
}): ReactElement {
	const { recording, again } = useRecording(props.id);
	if (recording.status === 'loading') return <LoadingDeployment />;
	if (recording.status === 'failed') {
		if (recording.problem.code === 'not-found') return <NoDeployment id={props.id} />;
		return (
			<>
				<h1 className="hidden-text">Deployment</h1>
				<Problem problem={recording.problem} actions={<Button onPress={again}>Read it again</Button>} />
			</>
		);
	}
	if (recording.replay.frames.length === 0) return <NoDeployment id={props.id} />;
	return <ReplayDeployment replay={recording.replay} {...props} />;
}
