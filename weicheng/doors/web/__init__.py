"""Shell, home, navigation, health."""
