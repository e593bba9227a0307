from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0002_sources"),
    ]

    operations = [
        migrations.AddField(
            model_name="itemfile",
            name="source",
            field=models.CharField(blank=True, max_length=60, verbose_name="来源"),
        ),
    ]
