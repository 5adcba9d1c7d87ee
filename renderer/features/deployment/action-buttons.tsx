import type { ReactElement } from 'react';
import type { CommandKind } from '../../../shared/domain/deployment/events.ts';
import type { ActionView, DeploymentView } from '../../../shared/rpc/views.ts';
import { useCommands, useHost } from '../../store/hooks.ts';
import { Button, type ButtonVariant } from '../../ui/button.tsx';
import { EnvFrame } from '../../ui/env.tsx';

const variants: Readonly<Record<CommandKind, ButtonVariant>> = {
	'roll-back': 'danger',
	promote: 'plain',
	'promote-fully': 'plain',
	pause: 'plain',
	resume: 'plain',
	retry: 'plain',
};

/** The commands that the host allows now, in its own words, framed in production. */
export function ActionButtons({
	view,
	only,
	size = 's',
}: {
	readonly view: DeploymentView;
	readonly only?: readonly CommandKind[];
	readonly size?: 's' | 'm';
}): ReactElement | null {
	const { run } = useCommands();
	const { mayAct } = useHost();
	const { environment, tier } = view.deployment;
	const actions = view.actions.flatMap((action) => {
		const command = commandOf(action);
		return command === null || !action.allowed || (only !== undefined && !only.includes(command))
			? []
			: [{ command, action }];
	});
	if (!mayAct || actions.length === 0) return null;
	return (
		<EnvFrame name={environment} production={tier === 'production'}>
			{actions.map(({ command, action }) => (
				<Button
					key={command}
					size={size}
					variant={variants[command]}
					aria-label={`${action.label}, ${view.deployment.service} in ${environment}`}
					onPress={() => void run(view, command)}
				>
					{action.label}
				</Button>
			))}
		</EnvFrame>
	);
}

function commandOf(action: ActionView): CommandKind | null {
	return action.command === 'start' ? null : action.command;
}
