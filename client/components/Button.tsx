import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';

export type ButtonKind = 'outline' | 'filled' | 'bad' | 'plain' | 'link';

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> {
  kind?: ButtonKind;
  icon?: IconName;
  busy?: boolean;
  big?: boolean;
  submit?: boolean;
  children?: ReactNode;
}

const classOf = (kind: ButtonKind, big: boolean | undefined, alone: boolean) =>
  `r-btn r-btn--${kind}${big ? ' r-btn--big' : ''}${alone ? ' r-btn--icon' : ''}`;

/** One filled button in view; what ends or takes away is `bad`: outlined in red, never filled. */
export function Button(props: ButtonProps) {
  const {
    kind = 'outline',
    icon,
    busy,
    big,
    submit,
    children,
    className = '',
    onClick,
    disabled,
    ...rest
  } = props;
  return (
    <button
      {...rest}
      type={submit ? 'submit' : 'button'}
      className={`${classOf(kind, big, children === undefined)} ${className}`}
      aria-disabled={disabled || busy || undefined}
      aria-busy={busy || undefined}
      onClick={disabled || busy ? (event) => event.preventDefault() : onClick}
    >
      {busy ? <span className="r-spin" aria-hidden /> : icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface LinkButtonProps {
  to: string;
  kind?: ButtonKind;
  icon?: IconName;
  big?: boolean;
  children: ReactNode;
}

export function LinkButton({ to, kind = 'outline', icon, big, children }: LinkButtonProps) {
  return (
    <Link to={to} className={classOf(kind, big, false)}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </Link>
  );
}
