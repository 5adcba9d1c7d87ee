/** Windows in which an environment takes no release, in force or next; and the way to lift one for a while. */
import { type ReactElement, useState } from 'react';
import { actorName } from '../../../shared/domain/release.ts';
import type { FreezeView } from '../../../shared/rpc/pipeline-views.ts';
import type { EnvironmentView } from '../../../shared/rpc/views.ts';
import { useHost, usePipelineCommands } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { OneOf } from '../../ui/choice.tsx';
import { useNow } from '../../ui/clock.tsx';
import { EnvBadge, EnvFrame } from '../../ui/env.tsx';
import { exactInstant } from '../../ui/instant.ts';
import dialog from '../pipeline/dialogs.module.css';
import { ReasonDialog } from '../pipeline/reason-dialog.tsx';
import { controlName, freezesInOrder, lifters } from './service-model.ts';
import styles from './service.module.css';

export function FreezesCard(props: {
	readonly service: string;
	readonly freezes: readonly FreezeView[];
	readonly environments: readonly EnvironmentView[];
}): ReactElement | null {
	const { service, freezes, environments } = props;
	const [lifting, setLifting] = useState<FreezeView | null>(null);
	if (freezes.length === 0) return null;
	const isHeld = freezes.some(({ isNow, lift }) => isNow && lift === null);
	return (
		<Card title="Freezes" tone={isHeld ? 'warn' : undefined}>
			<ul className={styles.freezes}>
				{freezesInOrder(freezes).map((freeze) => (
					<Freeze
						key={`${freeze.environment} ${freeze.name} ${freeze.from}`}
						freeze={freeze}
						environment={environments.find(({ key }) => key === freeze.environment) ?? null}
						onLift={() => setLifting(freeze)}
					/>
				))}
			</ul>
			{lifting !== null && (
				<LiftDialog
					service={service}
					freeze={lifting}
					environment={environments.find(({ key }) => key === lifting.environment) ?? null}
					onClose={() => setLifting(null)}
				/>
			)}
		</Card>
	);
}

function nameOf(freeze: FreezeView, environment: EnvironmentView | null): string {
	return environment?.environment ?? freeze.environment.slice(freeze.environment.lastIndexOf('/') + 1);
}

function Freeze(props: {
	readonly freeze: FreezeView;
	readonly environment: EnvironmentView | null;
	readonly onLift: () => void;
}): ReactElement {
	const { freeze, environment, onLift } = props;
	const { mayAct, actor } = useHost();
	const { lift, isNow } = freeze;
	const mayLift = freeze.liftedBy.length === 0 || freeze.liftedBy.includes(actor);
	const name = nameOf(freeze, environment);
	const isProduction = environment?.tier === 'production';
	const state = lift !== null ? 'lifted' : isNow ? 'holds' : 'to come';
	return (
		<li>
			<div className={styles.freezeHead}>
				<Chip tone={lift === null && isNow ? 'paused' : 'neutral'}>{state}</Chip>
				<b>{freeze.name}</b>
				<EnvBadge name={name} production={isProduction} />
				<span className="dim">
					{isNow ? 'until' : `${exactInstant(freeze.from)} to`} {exactInstant(freeze.to)}, kept in {freeze.zone}
				</span>
			</div>
			{freeze.reason !== null && <p>{freeze.reason}</p>}
			{lift !== null && (
				<p className="dim">
					Lifted by {actorName(lift.by)} until {exactInstant(lift.until)}: {lift.reason}
				</p>
			)}
			<div className={styles.freezeFoot}>
				<span className="dim">{isNow ? `${lifters(freeze)}. Rolling back is always possible.` : lifters(freeze)}</span>
				{mayAct && mayLift && isNow && lift === null && (
					<EnvFrame name={name} production={isProduction}>
						<Button size="s" onPress={onLift}>
							Lift it for {environment === null ? name : controlName(environment)}
						</Button>
					</EnvFrame>
				)}
			</div>
		</li>
	);
}

const hour = 3_600_000;
const spans = [
	{ id: '1', label: '1 hour' },
	{ id: '4', label: '4 hours' },
	{ id: '24', label: '24 hours' },
	{ id: 'end', label: 'To its end' },
] as const;

function LiftDialog(props: {
	readonly service: string;
	readonly freeze: FreezeView;
	readonly environment: EnvironmentView | null;
	readonly onClose: () => void;
}): ReactElement {
	const { service, freeze, environment, onClose } = props;
	const { liftFreeze } = usePipelineCommands();
	const now = useNow(60_000);
	const [span, setSpan] = useState<(typeof spans)[number]['id']>('1');
	const until = span === 'end' ? freeze.to : Math.min(freeze.to, now + Number(span) * hour);
	const name = nameOf(freeze, environment);
	const isProduction = environment?.tier === 'production';
	return (
		<ReasonDialog
			title={`Lift ${freeze.name}`}
			submit={`Lift it for ${isProduction ? name.toUpperCase() : name}`}
			hint="It stands beside the freeze, with your name, for everybody to see."
			frame={(button) => (
				<EnvFrame name={name} production={isProduction}>
					{button}
				</EnvFrame>
			)}
			onClose={onClose}
			onSubmit={(reason) => liftFreeze({ service, environment: name, freeze: freeze.name, reason, until })}
		>
			<p>
				Releases of {service} may go to {name} again until then. {lifters(freeze)}.
			</p>
			<OneOf label="For how long" options={spans} value={span} onChange={setSpan} />
			<p className={dialog.until}>Until {exactInstant(until)}</p>
		</ReasonDialog>
	);
}
