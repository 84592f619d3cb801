"""Measurements with data quality, period, factors and corrections; evidence, promises and decided deviations."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0006_spend'),
    ]

    operations = [
        migrations.AddField(
            model_name='measurementrecord',
            name='correction',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='measurementrecord',
            name='factors',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='measurementrecord',
            name='indicator_copy',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='measurementrecord',
            name='pedigree',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='measurementrecord',
            name='period_to',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='measurementrecord',
            name='replaces',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='replaced_by', to='records.measurementrecord'),
        ),
        migrations.AddField(
            model_name='measurementrecord',
            name='rules',
            field=models.CharField(blank=True, max_length=16),
        ),
        migrations.CreateModel(
            name='DeviationRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(max_length=80)),
                ('promised', models.DecimalField(decimal_places=6, max_digits=24)),
                ('realised', models.DecimalField(decimal_places=6, max_digits=24)),
                ('ruling', models.CharField(max_length=10)),
                ('text', models.TextField(blank=True)),
                ('reason', models.TextField(blank=True)),
                ('clause_sv', models.TextField(blank=True)),
                ('clause_en', models.TextField(blank=True)),
                ('consequence_sv', models.TextField(blank=True)),
                ('consequence_en', models.TextField(blank=True)),
                ('decided_on', models.DateField()),
                ('decided_by', models.CharField(max_length=150)),
                ('criterion', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deviations', to='records.criterionchoice')),
                ('measurement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deviations', to='records.measurementrecord')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='PromiseRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('indicator', models.CharField(max_length=80)),
                ('value', models.DecimalField(decimal_places=6, max_digits=24)),
                ('source', models.TextField()),
                ('noted_on', models.DateField()),
                ('noted_by', models.CharField(max_length=150)),
                ('procurement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='promises', to='records.procurementrecord')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='EvidenceRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('what', models.TextField(blank=True)),
                ('size', models.BigIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.CharField(max_length=150)),
                ('measurement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='records.measurementrecord')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('measurement', 'sha256'), name='one_file_per_measurement')],
            },
        ),
    ]
