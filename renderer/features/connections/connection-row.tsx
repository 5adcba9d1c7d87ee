import type { ReactElement } from 'react';
import type { ConnectionView } from '../../../shared/rpc/views.ts';
import { useCommands, useHost, useRoom } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { EnvBadge } from '../../ui/env.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Time } from '../../ui/time.tsx';
import { connectionWords } from '../deployment/words.ts';
import styles from './connection-row.module.css';

const kinds = { target: 'target', metrics: 'metrics', ci: 'pipelines', scm: 'git' } as const;

/** One connection: does it answer, what it said of itself, and what to do when it does not. */
export function ConnectionRow({ connection }: { readonly connection: ConnectionView }): ReactElement {
	const { testConnection } = useCommands();
	const { mayAct } = useHost();
	const { tone, word } = connectionWords[connection.state];
	return (
		<li className={styles.row}>
			<div className={styles.state}>
				<Chip tone={tone}>{word}</Chip>
			</div>
			<div className={styles.words}>
				<p className={styles.name}>
					<b>{connection.label}</b>{' '}
					<span className="dim">
						{connection.product}, {kinds[connection.kind]}
					</span>
				</p>
				{connection.detail !== null && <p className="dim">{connection.detail}</p>}
				{connection.problem !== null && <Problem problem={connection.problem} />}
				<UsedBy connection={connection} />
			</div>
			<span className={styles.age}>{connection.asOf === null ? 'not asked yet' : <Time at={connection.asOf} />}</span>
			{mayAct && (
				<Button
					size="s"
					aria-label={`Test connection ${connection.label}`}
					onPress={() => void testConnection(connection.id)}
				>
					Test connection
				</Button>
			)}
		</li>
	);
}

function UsedBy({ connection }: { readonly connection: ConnectionView }): ReactElement | null {
	const environments = useRoom((room) => room.environments);
	if (connection.usedBy.length === 0) return null;
	return (
		<ul className={styles.used} aria-label="Used by">
			{connection.usedBy.slice(0, 8).map((key) => {
				const environment = environments[key];
				return (
					<li key={key}>
						{environment?.service ?? key}{' '}
						{environment !== undefined && (
							<EnvBadge name={environment.environment} production={environment.tier === 'production'} />
						)}
					</li>
				);
			})}
			{connection.usedBy.length > 8 && <li className="faint">and {connection.usedBy.length - 8} more</li>}
		</ul>
	);
}
