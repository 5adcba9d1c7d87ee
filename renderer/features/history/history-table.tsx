/** Deployments as a table; each opens its own screen, and what can still be rolled back is one click away. */
import type { ReactElement } from 'react';
import type { HistoryRow } from '../../../shared/rpc/views.ts';
import { addresses } from '../../store/address.ts';
import { useCommands, useDeployment, useHost } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { EnvBadge, EnvFrame } from '../../ui/env.tsx';
import { Time } from '../../ui/time.tsx';
import { tookText } from './history-rows.ts';
import styles from './history.module.css';
import { stateLook } from './state-look.ts';

function RollBack({ row }: { readonly row: HistoryRow }): ReactElement | null {
	const view = useDeployment(row.id);
	const commands = useCommands();
	const { mayAct } = useHost();
	const action = view?.actions.find((one) => one.command === 'roll-back');
	if (view === null || action === undefined || !action.allowed || !mayAct) return null;
	return (
		<EnvFrame name={row.environment} production={row.tier === 'production'}>
			<Button
				size="s"
				variant="danger"
				aria-label={`${action.label}: ${row.service} in ${row.environment}`}
				onPress={() => void commands.run(view, 'roll-back')}
			>
				{action.label}
			</Button>
		</EnvFrame>
	);
}

function Row({ row, showService }: { readonly row: HistoryRow; readonly showService: boolean }): ReactElement {
	const look = stateLook[row.state];
	return (
		<tr>
			<th scope="row">
				<a className={styles.open} href={addresses.deployment(row.id)}>
					<span className="mono">{row.version}</span>
				</a>
				<span className={styles.from}>
					{row.fromVersion === null ? (
						'first release'
					) : (
						<>
							from <span className="mono">{row.fromVersion}</span>
						</>
					)}
				</span>
			</th>
			{showService && (
				<td>
					<a className={styles.plainLink} href={addresses.service(row.service)}>
						{row.service}
					</a>
				</td>
			)}
			<td>
				<EnvBadge name={row.environment} production={row.tier === 'production'} />
			</td>
			<td>
				<Chip tone={look.tone}>{look.word}</Chip>
			</td>
			<td className={styles.outcome}>{row.outcome}</td>
			<td>{row.strategy}</td>
			<td>{row.startedBy}</td>
			<td className={styles.number}>
				<Time at={row.createdAt} />
			</td>
			<td className={styles.number}>{tookText(row) ?? 'under way'}</td>
			<td className={styles.act}>
				<RollBack row={row} />
			</td>
		</tr>
	);
}

export function HistoryTable(props: {
	readonly rows: readonly HistoryRow[];
	readonly showService: boolean;
}): ReactElement {
	return (
		<div className={styles.tableFrame} tabIndex={0} role="group" aria-label="Deployments, newest first">
			<table className={styles.table}>
				<thead>
					<tr>
						<th scope="col">Release</th>
						{props.showService && <th scope="col">Service</th>}
						<th scope="col">Environment</th>
						<th scope="col">State</th>
						<th scope="col">How it went</th>
						<th scope="col">Strategy</th>
						<th scope="col">By</th>
						<th scope="col" className={styles.number}>
							Started
						</th>
						<th scope="col" className={styles.number}>
							Took
						</th>
						<th scope="col">
							<span className="hidden-text">Act</span>
						</th>
					</tr>
				</thead>
				<tbody>
					{props.rows.map((row) => (
						<Row key={row.id} row={row} showService={props.showService} />
					))}
				</tbody>
			</table>
		</div>
	);
}
