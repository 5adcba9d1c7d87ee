import type { ReactElement } from 'react';
import type { EnvironmentView } from '../../../shared/rpc/views.ts';
import { useNowText } from '../../ui/clock.tsx';
import { Glyph } from '../../ui/glyph.tsx';
import { Time } from '../../ui/time.tsx';
import { healthLook } from '../deployment/words.ts';
import styles from './wall.module.css';

/** From this age on a health is told with its age, ms. */
const oldFrom = 60_000;

/** What stands in one environment, and how it is. */
export function WallTile({ environment }: { readonly environment: EnvironmentView }): ReactElement {
	const { service, environment: name, tier, standing, health, asOf } = environment;
	const { tone, word } = healthLook[health];
	const isOld = useNowText((now) => (asOf !== null && now - asOf > oldFrom ? 'old' : '')) === 'old';
	return (
		<li className={styles.tile} data-tone={tone}>
			<p className={styles.tileName}>
				<b>{service}</b>
				{tier !== 'production' && <span className={styles.tileEnvironment}>{name}</span>}
			</p>
			<p className={styles.tileVersion}>{standing?.version ?? 'no release'}</p>
			<p className={styles.tileHealth}>
				<Glyph tone={tone} />
				{word}
				{isOld && asOf !== null && (
					<span>
						, <Time at={asOf} />
					</span>
				)}
			</p>
		</li>
	);
}
