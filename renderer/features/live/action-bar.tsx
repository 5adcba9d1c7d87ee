/** The decisions that can be made now. A click acts at once; what it will do is written on it. */
import { type ReactElement, useEffect, useId, useState } from 'react';
import type { Problem as ProblemValue } from '../../../shared/domain/result.ts';
import type { DeploymentView } from '../../../shared/rpc/views.ts';
import { formatDuration } from '../../../shared/domain/format.ts';
import { useStores } from '../../store/context.tsx';
import { useHost } from '../../store/hooks.ts';
import { useNow } from '../../ui/clock.tsx';
import { buttonClass, type ButtonVariant } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { EnvFrame } from '../../ui/env.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useServe } from '../deployment/use-serve.ts';
import styles from './action-bar.module.css';
import { refusalText, visibleActions, type DeploymentAction } from './visible-actions.ts';

/** A command on its way: since when, and the revision that it was asked of. */
interface Asked {
	readonly label: string;
	readonly at: number;
	readonly isAnswered: boolean;
	readonly revision: number;
}

interface Asking {
	readonly asked: Asked | null;
	readonly problem: ProblemValue | null;
	readonly ask: (action: DeploymentAction) => void;
}

function useAsking(view: DeploymentView): Asking {
	const { commands, now } = useStores();
	const [asked, setAsked] = useState<Asked | null>(null);
	const [problem, setProblem] = useState<ProblemValue | null>(null);
	const { revision } = view.deployment;
	const isSeen = asked !== null && asked.isAnswered && revision >= asked.revision;
	useEffect(() => {
		if (isSeen) setAsked(null);
	}, [isSeen]);

	const ask = (action: DeploymentAction): void => {
		setProblem(null);
		setAsked({ label: action.label, at: now(), isAnswered: false, revision });
		void commands.run(view, action.command).then((result) => {
			if (result.ok) {
				const answered = result.value.revision;
				setAsked((before) => (before === null ? null : { ...before, isAnswered: true, revision: answered }));
				return;
			}
			setAsked(null);
			setProblem(result.problem);
		});
	};
	return { asked, problem, ask };
}

function AskedFor({ asked }: { readonly asked: Asked }): ReactElement {
	const now = useNow(100);
	const age = Math.max(0, Math.floor((now - asked.at) / 100) * 100);
	return (
		<span role="status">
			{asked.label}: {asked.isAnswered ? 'accepted' : 'asked'} {formatDuration(age)} ago
		</span>
	);
}

const variants: Readonly<Record<DeploymentAction['command'], ButtonVariant>> = {
	'roll-back': 'danger',
	retry: 'plain',
	pause: 'plain',
	resume: 'plain',
	promote: 'primary',
	'promote-fully': 'plain',
};

function ActionButton(props: {
	readonly action: DeploymentAction;
	readonly place: string;
	readonly ask: (action: DeploymentAction) => void;
}): ReactElement {
	const { action, ask } = props;
	const detailId = useId();
	const isRollback = action.command === 'roll-back';
	return (
		<>
			<button
				type="button"
				data-command={action.command}
				className={buttonClass({ variant: variants[action.command], className: cx(!action.allowed && styles.refused) })}
				aria-disabled={!action.allowed}
				aria-describedby={detailId}
				title={action.detail ?? undefined}
				onClick={() => {
					if (action.allowed) ask(action);
				}}
			>
				<span>{action.label}</span>
				{isRollback && <Kbd keys="Mod+Shift+R" />}
			</button>
			<span id={detailId} className="hidden-text">
				{props.place}. {action.detail ?? ''}
			</span>
		</>
	);
}

/** See the file's head. Nothing here waits for the network: a second press is another question, not a wait. */
export function ActionBar({ view }: { readonly view: DeploymentView }): ReactElement | null {
	const host = useHost();
	const { asked, problem, ask } = useAsking(view);
	const { service, environment, tier } = view.deployment;
	const actions = visibleActions(view).map((action) =>
		host.mayAct ? action : { ...action, allowed: false, detail: 'this window may look but not act' },
	);
	useServe(view.deployment.id, Object.fromEntries(actions.map((action) => [action.command, () => ask(action)])));
	if (actions.length === 0) return null;
	const place = `${service} in ${environment}`;
	const rollback = actions.filter((action) => action.command === 'roll-back');
	const others = actions.filter((action) => action.command !== 'roll-back');
	const detail = rollback.find((action) => action.allowed)?.detail ?? null;
	const refusal = refusalText(actions);
	return (
		<div className={styles.bar}>
			<div className={styles.buttons}>
				{rollback.map((action) => (
					<EnvFrame key={action.command} name={environment} production={tier === 'production'}>
						<ActionButton action={action} place={place} ask={ask} />
					</EnvFrame>
				))}
				{others.map((action) => (
					<ActionButton key={action.command} action={action} place={place} ask={ask} />
				))}
			</div>
			<p className={styles.detail}>
				{asked !== null ? <AskedFor asked={asked} /> : [detail, refusal].filter((text) => text !== null).join('. ')}
			</p>
			{problem !== null && <Problem problem={problem} compact />}
		</div>
	);
}
