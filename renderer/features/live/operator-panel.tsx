/** When even the way back failed: what is known of the real traffic, what went wrong, what a person can do. */
import type { ReactElement } from 'react';
import type { Deployment } from '../../../shared/domain/deployment/model.ts';
import { environmentKey } from '../../../shared/domain/release.ts';
import {
	otherSlot,
	type SlotHealth,
	type SlotName,
	slotNames,
	type TargetState,
} from '../../../shared/domain/target/model.ts';
import type { DeploymentView } from '../../../shared/rpc/views.ts';
import { useEnvironment } from '../../store/hooks.ts';
import { Chip } from '../../ui/chip.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import type { Tone } from '../../ui/glyph.tsx';
import { Time } from '../../ui/time.tsx';
import { shareText } from './describe-event.ts';
import styles from './operator-panel.module.css';

const healthTones: Readonly<Record<SlotHealth, Tone>> = { empty: 'neutral', starting: 'busy', up: 'good', down: 'bad' };

function role(deployment: Deployment, slot: SlotName): string {
	return slot === deployment.canarySlot ? 'canary' : 'stable';
}

function Observed({
	deployment,
	observed,
}: {
	readonly deployment: Deployment;
	readonly observed: TargetState;
}): ReactElement {
	return (
		<div>
			<h3>
				What the target said <Time at={observed.at} />
			</h3>
			<table className={styles.slots}>
				<thead>
					<tr>
						<th scope="col">Slot</th>
						<th scope="col">Version</th>
						<th scope="col">Traffic</th>
						<th scope="col">Health</th>
					</tr>
				</thead>
				<tbody>
					{slotNames.map((name) => {
						const slot = observed.slots[name];
						return (
							<tr key={name}>
								<th scope="row">
									{name}, {role(deployment, name)}
								</th>
								<td className="mono">{slot.version ?? 'not known'}</td>
								<td>{shareText(slot.weightPercent)}</td>
								<td>
									<Chip tone={healthTones[slot.health]} plain>
										{slot.health}
									</Chip>{' '}
									{slot.note}
								</td>
							</tr>
						);
					})}
				</tbody>
			</table>
		</div>
	);
}

function byHand({ deployment, actions }: DeploymentView): string {
	const { from, canarySlot } = deployment;
	const retry = actions.find((action) => action.command === 'retry' && action.allowed);
	const then =
		retry === undefined ? '' : ` Then press "${retry.label}" above: it asks the target and goes on from what is so.`;
	if (from === null) return `Take all traffic off the ${canarySlot} slot by hand.${then}`;
	const back = otherSlot(canarySlot);
	const name = from.slot === back ? 'stable' : 'standing';
	return `Give ${from.version} in the ${from.slot} slot (${name}) all of the traffic by hand.${then}`;
}

/** The younger of what the deployment saw when it got stuck and what the target has said since. */
function useObserved(deployment: Deployment): TargetState | null {
	const target = useEnvironment(environmentKey(deployment.service, deployment.environment))?.target ?? null;
	const { observed } = deployment;
	if (observed === null || target === null) return observed ?? target;
	return target.at > observed.at ? target : observed;
}

function Commands({ lines }: { readonly lines: readonly string[] }): ReactElement {
	return (
		<figure className={styles.commands}>
			<figcaption>
				<span>On the machine that Signalbox runs on:</span>
				<CopyButton label="Copy the commands" done="Commands copied" make={() => lines.join('\n')} />
			</figcaption>
			<pre>{lines.join('\n')}</pre>
		</figure>
	);
}

/** Loud on purpose; `role="alert"` is not needed, the announcer has said it when it happened. */
export function OperatorPanel({ view }: { readonly view: DeploymentView }): ReactElement | null {
	const { deployment, manualCommands } = view;
	const observed = useObserved(deployment);
	if (deployment.state !== 'needs-operator') return null;
	const { problem } = deployment;
	return (
		<section className={styles.panel} aria-label="Needs an operator">
			<h2>Signalbox could not bring this back by itself. A person is needed now.</h2>
			<div className={styles.columns}>
				<div>
					<h3>What went wrong</h3>
					{problem === null ? (
						<p>The reason is not known; the last entries of "What happened" say what was tried.</p>
					) : (
						<>
							<p>{problem.message}</p>
							<p>{problem.hint}</p>
						</>
					)}
				</div>
				{observed === null ? (
					<div>
						<h3>What the target said</h3>
						<p>
							Nothing yet: it could not be asked. The traffic above is what Signalbox last asked for or saw, not what is
							known to be so now.
						</p>
					</div>
				) : (
					<Observed deployment={deployment} observed={observed} />
				)}
			</div>
			<h3>By hand</h3>
			<p>{byHand(view)}</p>
			{manualCommands.length > 0 && <Commands lines={manualCommands} />}
		</section>
	);
}
