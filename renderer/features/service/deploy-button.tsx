/** "Deploy 2.4.1 to PRODUCTION": opens the dialog of the board with release and environment chosen; or says why not. */
import { type ReactElement, useState } from 'react';
import { useHost } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { EnvFrame } from '../../ui/env.tsx';
import { StartDialog } from '../board/start-dialog.tsx';
import { ActionButton } from '../pipeline/action-button.tsx';
import { controlName, type DeployOffer } from './service-model.ts';

export function DeployButton(props: {
	readonly offer: DeployOffer;
	/** The one button of the screen that everything leads to. */
	readonly isPrimary?: boolean;
	readonly size?: 's' | 'm';
}): ReactElement | null {
	const { offer, isPrimary = false, size = 'm' } = props;
	const { environment, version, reasons } = offer;
	const { mayAct } = useHost();
	const [isStarting, setStarting] = useState(false);
	if (!mayAct) return null;
	const label = `Deploy ${version} to ${controlName(environment)}`;
	const detail = reasons.map(({ text, whoCan }) => (whoCan === null ? text : `${text} ${whoCan}.`)).join(' ');
	return (
		<EnvFrame name={environment.environment} production={environment.tier === 'production'}>
			{reasons.length === 0 ? (
				<Button variant={isPrimary ? 'primary' : 'plain'} size={size} onPress={() => setStarting(true)}>
					{label}
				</Button>
			) : (
				<ActionButton action={{ allowed: false, label, detail }} size={size} onPress={() => {}} />
			)}
			{isStarting && (
				<StartDialog environmentKey={environment.key} version={version} onClose={() => setStarting(false)} />
			)}
		</EnvFrame>
	);
}
