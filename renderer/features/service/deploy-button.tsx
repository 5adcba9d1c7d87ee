/** "Deploy 2.4.1 to PRODUCTION": one click starts it as its environment is set up; or says why not. */
import { SlidersHorizontal } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import { useLocation } from 'wouter';
import type { Problem } from '../../../shared/domain/result.ts';
import { addresses } from '../../store/address.ts';
import { useCommands, useHost } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { EnvFrame } from '../../ui/env.tsx';
import { StartDialog } from '../board/start-dialog.tsx';
import { ActionButton } from '../pipeline/action-button.tsx';
import styles from './service.module.css';
import { controlName, type DeployOffer } from './service-model.ts';

interface DeployButtonProps {
	readonly offer: DeployOffer;
	/** The one button of the screen that everything leads to. */
	readonly isPrimary?: boolean;
	readonly size?: 's' | 'm';
}

export function DeployButton({ offer, isPrimary = false, size = 'm' }: DeployButtonProps): ReactElement | null {
	const { environment, version, reasons } = offer;
	const { mayAct } = useHost();
	if (!mayAct) return null;
	const label = `Deploy ${version} to ${controlName(environment)}`;
	if (reasons.length === 0) return <Offered offer={offer} label={label} isPrimary={isPrimary} size={size} />;
	const detail = reasons.map(({ text, whoCan }) => (whoCan === null ? text : `${text} ${whoCan}.`)).join(' ');
	return (
		<EnvFrame name={environment.environment} production={environment.tier === 'production'}>
			<ActionButton action={{ allowed: false, label, detail }} size={size} onPress={() => {}} />
		</EnvFrame>
	);
}

/** What was refused, or is to be done in another way, is shown in the dialog of the board. */
function Offered({
	offer: { environment, version },
	label,
	isPrimary,
	size,
}: Required<DeployButtonProps> & { readonly label: string }): ReactElement {
	const { start } = useCommands();
	const [, navigate] = useLocation();
	const [isStarting, setStarting] = useState(false);
	const [dialog, setDialog] = useState<{ readonly problem: Problem | null } | null>(null);

	async function go(): Promise<void> {
		setStarting(true);
		const result = await start(environment, version, environment.defaultStrategy);
		setStarting(false);
		if (result.ok) navigate(addresses.deployment(result.value.deploymentId).slice(1));
		else setDialog({ problem: result.problem });
	}

	return (
		<>
			<EnvFrame name={environment.environment} production={environment.tier === 'production'}>
				<span className={styles.deploy}>
					<Button
						variant={isPrimary ? 'primary' : 'plain'}
						size={size}
						isDisabled={isStarting}
						onPress={() => void go()}
					>
						{label}
					</Button>
					<Button
						variant="quiet"
						size={size}
						icon={<SlidersHorizontal size={14} />}
						aria-label={`${label} in another way`}
						onPress={() => setDialog({ problem: null })}
					/>
				</span>
			</EnvFrame>
			{dialog !== null && (
				<StartDialog
					environmentKey={environment.key}
					version={version}
					problem={dialog.problem}
					onClose={() => setDialog(null)}
				/>
			)}
		</>
	);
}
